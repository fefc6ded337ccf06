package onechat.gateway;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Reads a command's options from its arguments, the environment and a configuration file. Confined to the main thread. */
final class OptionSources {
    static final String CONFIG_KEY = "config";

    private static final String CONFIG_FLAG = "--" + CONFIG_KEY;
    private static final String CONFIG_VARIABLE = "ONECHAT_CONFIG";

    private final CommandSpec spec;
    private final Map<String, String> environment;

    /**
     * The sources of a command.
     *
     * @param spec of the command, described and later parsed by the caller
     * @param environment the environment variables
     */
    OptionSources(CommandSpec spec, Map<String, String> environment) {
        this.spec = spec;
        this.environment = environment;
    }

    /**
     * What the sources say, the command line outweighing the environment, and that the file.
     *
     * @param wanted which options are looked for; others keep their defaults, whatever is said of them
     * @throws UsageException naming the first that can't be as its source calls it
     */
    ServerOptions read(Predicate<Setting> wanted) throws UsageException {
        var given = new GivenOptions();
        given.add(setting -> wanted.test(setting) ? argument(setting.flag()) : null, Setting::flag);
        given.add(setting -> wanted.test(setting) ? variable(setting.variable()) : null, Setting::variable);
        String flagged = argument(CONFIG_FLAG);
        String file = flagged != null ? flagged : variable(CONFIG_VARIABLE);
        if (file != null) {
            ConfigFile config = configFile(file, flagged != null ? CONFIG_FLAG : CONFIG_VARIABLE);
            given.add(
                    setting -> wanted.test(setting) ? config.get(setting) : null,
                    setting -> setting.key() + " in " + file);
        }
        return given.build();
    }

    private static ConfigFile configFile(String file, String givenAs) throws UsageException {
        try {
            return ConfigFile.read(file);
        } catch (InvalidOptionException e) {
            throw new UsageException(givenAs + " " + e.problem());
        }
    }

    /** What the command line says, or null. */
    @Nullable
    String argument(String flag) {
        return spec.commandLine().getParseResult().matchedOptionValue(flag, null);
    }

    /** Many ways to start a container can leave a variable empty, but not unset: empty says nothing. */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The option that names the configuration file. */
    static OptionSpec configOption() {
        return option(
                CONFIG_FLAG,
                "FILE",
                "A file that gives options: a line each, such as tcp-port=7400 (Java properties, UTF-8).",
                "none",
                "a readable file",
                CONFIG_VARIABLE);
    }

    /** An option of the server. */
    static OptionSpec option(Setting setting) {
        return option(
                setting.flag(),
                setting.label(),
                setting.description(),
                setting.defaultText(),
                setting.allowed(),
                setting.variable());
    }

    private static OptionSpec option(
            String flag, String label, String description, String defaultText, String allowed, String variable) {
        return OptionSpec.builder(flag)
                .type(String.class)
                .paramLabel(label)
                .description(
                        description,
                        "Value: " + allowed + " (default: " + defaultText + ")",
                        "Environment: " + variable)
                .build();
    }
}
