package onechat.gateway.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options for help and version, which every command has. Stateless.
 *
 * <p>Not the library's own, which are found by reflection: a server's start would wait for it.
 */
public final class StandardOptions {
    private StandardOptions() {}

    /** Adds them to a command, before its others. */
    public static CommandSpec addTo(CommandSpec command) {
        return command.addOption(flag("-h", "--help", "Show this help message and exit.")
                        .usageHelp(true)
                        .build())
                .addOption(flag("-V", "--version", "Print version information and exit.")
                        .versionHelp(true)
                        .build());
    }

    private static OptionSpec.Builder flag(String letter, String name, String description) {
        return OptionSpec.builder(letter, name).type(boolean.class).arity("0").description(description);
    }
}
