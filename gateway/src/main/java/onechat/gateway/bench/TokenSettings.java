package onechat.gateway.bench;

import onechat.protocol.Command;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a benchmark learns how to sign tokens that log its users in. Confined to one thread. */
public interface TokenSettings {
    /** Signs a token for a user. Used by many threads at once. */
    @FunctionalInterface
    interface Tokens {
        /** Logs in the user with that id. */
        Command.Token of(long user);
    }

    /** Adds the options for keys and names to a command. */
    void describe(CommandSpec command);

    /**
     * What a command signs with, or null where it was given no key.
     *
     * @throws picocli.CommandLine.ParameterException when what is configured can't be
     */
    @Nullable
    Tokens read(CommandSpec command);
}
