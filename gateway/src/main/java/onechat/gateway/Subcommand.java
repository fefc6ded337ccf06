package onechat.gateway;

import java.util.Locale;

/** What the program can be asked to do, in the order of its help. Immutable. */
enum Subcommand {
    SERVE,
    TOKEN,
    USER,
    ROOM,
    BENCH,
    AOT_CACHE;

    /** As it is called on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
