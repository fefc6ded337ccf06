package onechat.gateway.command;

import org.jspecify.annotations.Nullable;

/** The person who calls a command, or the program that does. Confined to one thread. */
public interface Terminal {
    /** Whether a person can be asked. */
    boolean isInteractive();

    /** What the person answers, shown while it is typed; null where nothing comes. */
    @Nullable
    String ask(String prompt);

    /** What the person answers, not shown while it is typed; null where nothing comes. */
    @Nullable
    String askSecretly(String prompt);

    /**
     * The first line of standard input, where no person can be asked; null where there is none.
     *
     * @throws CommandFailedException when it can't be read, is not UTF-8 or far too long
     */
    @Nullable
    String readLine() throws CommandFailedException;
}
