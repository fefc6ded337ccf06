package onechat.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Reads some of the settings for a command: from its arguments, the environment and a configuration file. Confined to one
 * thread.
 */
final class SettingSources {
    static final String CONFIG_KEY = "config";
    static final String LOG_LEVEL = "ONECHAT_LOG_LEVEL";
    static final List<String> LOG_LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private static final String CONFIG_FLAG = "--" + CONFIG_KEY;
    private static final String CONFIG_VARIABLE = "ONECHAT_CONFIG";

    private final Map<String, String> environment;
    private final Set<Setting> settings;

    /**
     * The sources of a process.
     *
     * @param settings those that the command takes; what is said of others is left alone
     */
    SettingSources(Map<String, String> environment, Set<Setting> settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /** Adds an option for each setting to a command. */
    void describe(CommandSpec spec) {
        spec.addOption(option(
                CONFIG_FLAG,
                "FILE",
                "A file that gives options: a line each, such as tcp-port=7400 (Java properties, UTF-8).",
                "none",
                "a readable file",
                CONFIG_VARIABLE));
        for (Setting setting : settings) {
            OptionSpec option = option(
                    setting.flag(),
                    setting.label(),
                    setting.description(),
                    setting.defaultText(),
                    setting.allowed(),
                    setting.variable());
            // What is true or false is wanted by naming it.
            spec.addOption(
                    setting.isSwitch()
                            ? option.toBuilder()
                                    .arity("0..1")
                                    .fallbackValue("true")
                                    .build()
                            : option);
        }
    }

    /**
     * The settings that a command was called with; the defaults for all others.
     *
     * @throws ParameterException when one can't be, or the log level can't
     */
    ServerOptions read(CommandSpec spec) {
        return read(spec, ServerOptions.Builder::build);
    }

    /**
     * The settings for tokens that a command was called with. A key may be missing beside them.
     *
     * @throws ParameterException as above
     */
    TokenOptions readTokens(CommandSpec spec) {
        return read(spec, ServerOptions.Builder::tokens);
    }

    private <T> T read(CommandSpec spec, Function<ServerOptions.Builder, T> building) {
        try {
            checkLogLevel();
            return options(spec).build(building);
        } catch (UsageException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private GivenOptions options(CommandSpec spec) throws UsageException {
        var given = new GivenOptions();
        given.add(setting -> taken(setting) ? argument(spec, setting.flag()) : null, Setting::flag);
        given.add(setting -> taken(setting) ? variable(setting.variable()) : null, Setting::variable);
        String flagged = argument(spec, CONFIG_FLAG);
        String file = flagged != null ? flagged : variable(CONFIG_VARIABLE);
        if (file != null) {
            ConfigFile config = read(file, flagged != null ? CONFIG_FLAG : CONFIG_VARIABLE);
            given.add(setting -> taken(setting) ? config.get(setting) : null, setting -> setting.key() + " in " + file);
        }
        return given;
    }

    private boolean taken(Setting setting) {
        return settings.contains(setting);
    }

    private static ConfigFile read(String file, String givenAs) throws UsageException {
        try {
            return ConfigFile.read(file);
        } catch (InvalidOptionException e) {
            throw new UsageException(givenAs + " " + e.problem());
        }
    }

    /** Logback takes whatever it does not know for DEBUG. */
    private void checkLogLevel() throws UsageException {
        String level = variable(LOG_LEVEL);
        if (level != null && !LOG_LEVELS.contains(level)) {
            throw new UsageException(
                    LOG_LEVEL + " must be one of " + String.join(", ", LOG_LEVELS) + ", not '" + level + "'");
        }
    }

    private static @Nullable String argument(CommandSpec spec, String flag) {
        return spec.commandLine().getParseResult().matchedOptionValue(flag, null);
    }

    /** Many ways to start a container can leave a variable empty, but not unset: empty says nothing. */
    private @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
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
