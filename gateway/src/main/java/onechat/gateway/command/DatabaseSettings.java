package onechat.gateway.command;

import onechat.gateway.directory.DirectoryOptions;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command learns which database it works on. Confined to one thread. */
public interface DatabaseSettings {
    /** Adds the options that name the database to a command. */
    void describe(CommandSpec command);

    /**
     * The database that a command was called for.
     *
     * @throws picocli.CommandLine.ParameterException when what is configured can't be
     */
    DirectoryOptions read(CommandSpec command);
}
