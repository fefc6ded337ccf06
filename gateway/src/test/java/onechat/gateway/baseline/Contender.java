package onechat.gateway.baseline;

import java.util.Arrays;
import java.util.Locale;

/** Who takes part in the comparison. */
enum Contender {
    OURS("OneChat"),
    OURS_PLAIN("OneChat, without resume"),
    NETTY("Netty");

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    /** As the option {@code onechat.only} names it. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As the table names it. */
    String title() {
        return title;
    }

    static Contender named(String key) {
        return Arrays.stream(values())
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contender " + key));
    }
}
