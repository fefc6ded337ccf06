package onechat.gateway.command;

import org.jspecify.annotations.Nullable;

/** Gets a new password from whoever calls: typed twice at a terminal, or a line of standard input. Stateless. */
final class NewPassword {
    private NewPassword() {}

    /**
     * The password, which nobody has checked yet.
     *
     * @throws CommandFailedException when there is none, or the two differ
     */
    static String from(Terminal terminal, String user) throws CommandFailedException {
        if (!terminal.isInteractive()) {
            String line = terminal.readLine();
            if (line == null) {
                throw new CommandFailedException("no password on standard input");
            }
            return line;
        }
        String first = typed(terminal.askSecretly("New password of " + user + ": "));
        String second = typed(terminal.askSecretly("The same again: "));
        if (!first.equals(second)) {
            throw new CommandFailedException("the two passwords differ");
        }
        return first;
    }

    private static String typed(@Nullable String answer) throws CommandFailedException {
        if (answer == null) {
            throw new CommandFailedException("no password was typed");
        }
        return answer;
    }
}
