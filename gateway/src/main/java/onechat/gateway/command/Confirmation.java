package onechat.gateway.command;

import java.util.List;
import java.util.Locale;

/** Asks before something is removed for good. Stateless. */
final class Confirmation {
    private Confirmation() {}

    /**
     * Returns once the caller has said yes, here or on the command line.
     *
     * @throws CommandFailedException when the answer is another
     */
    static void of(Leaf leaf, Terminal terminal, String question) throws CommandFailedException {
        if (leaf.has(Leaf.YES)) {
            return;
        }
        if (!terminal.isInteractive()) {
            throw leaf.wrong(Leaf.YES + " is needed where nobody can be asked");
        }
        String answer = terminal.ask(question + " [y/N] ");
        if (answer == null || !List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT))) {
            throw new CommandFailedException("nothing was removed");
        }
    }
}
