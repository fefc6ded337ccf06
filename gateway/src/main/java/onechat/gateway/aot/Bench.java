package onechat.gateway.aot;

import java.util.List;
import onechat.gateway.command.CommandFailedException;

/** Runs {@code onechat bench} without a word. Used by one thread. */
@FunctionalInterface
public interface Bench {
    /**
     * Runs it to its end.
     *
     * @param arguments those after {@code bench}
     * @throws CommandFailedException when it could not do what it was asked
     */
    void run(List<String> arguments) throws CommandFailedException;
}
