package onechat.gateway;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The subcommand {@code serve}: starts the server and stays until the process is to end. Confined to the main thread.
 */
final class ServeCommand implements Callable<Integer> {
    static final String CONFIG_KEY = "config";
    static final String LOG_LEVEL = "ONECHAT_LOG_LEVEL";

    private static final String CONFIG_FLAG = "--" + CONFIG_KEY;
    private static final String CONFIG_VARIABLE = "ONECHAT_CONFIG";
    private static final List<String> LOG_LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private final ServerStarter starter;
    private final Shutdown shutdown;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final CommandSpec spec;

    /** The command, not yet called. */
    ServeCommand(ServerStarter starter, Shutdown shutdown, Map<String, String> environment, PrintStream out) {
        this.starter = starter;
        this.shutdown = shutdown;
        this.environment = environment;
        this.out = out;
        this.spec = describe(CommandSpec.wrapWithoutInspection(this));
    }

    /** What the command line library needs to know of it. */
    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws StartException, InterruptedException {
        ServerOptions options;
        try {
            checkLogLevel();
            options = options();
        } catch (UsageException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        RunningServer server = starter.start(options);
        // Before the ready line: whoever reads it may send a signal at once.
        shutdown.stopAtEnd(server);
        out.println(server.endpoints().readyLine());
        out.flush();
        shutdown.await();
        return 0;
    }

    private ServerOptions options() throws UsageException {
        var given = new GivenOptions();
        given.add(setting -> argument(setting.flag()), Setting::flag);
        given.add(setting -> variable(setting.variable()), Setting::variable);
        String flagged = argument(CONFIG_FLAG);
        String file = flagged != null ? flagged : variable(CONFIG_VARIABLE);
        if (file != null) {
            ConfigFile config = read(file, flagged != null ? CONFIG_FLAG : CONFIG_VARIABLE);
            given.add(config::get, setting -> setting.key() + " in " + file);
        }
        return given.build();
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

    private @Nullable String argument(String flag) {
        return spec.commandLine().getParseResult().matchedOptionValue(flag, null);
    }

    /** Many ways to start a container can leave a variable empty, but not unset: empty says nothing. */
    private @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static CommandSpec describe(CommandSpec spec) {
        spec.name("serve").mixinStandardHelpOptions(true);
        spec.usageMessage()
                .header("Starts the server.")
                .description("It serves until SIGTERM or SIGINT. When every port accepts, one line that begins with "
                        + "\"onechat ready\" is written to standard output; logs go to standard error.")
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .footer(
                        "",
                        "An option on the command line outweighs its environment variable, which outweighs the configuration file.",
                        "",
                        LOG_LEVEL + " sets how much is logged: " + String.join(", ", LOG_LEVELS) + "; default INFO.",
                        "",
                        "Exit status: 0 after SIGTERM or SIGINT, 1 when the server can't run, 2 for a wrong option.");
        spec.addOption(option(
                CONFIG_FLAG,
                "FILE",
                "A file that gives options: a line each, such as tcp-port=7400 (Java properties, UTF-8).",
                "none",
                "a readable file",
                CONFIG_VARIABLE));
        for (Setting setting : Setting.values()) {
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
        return spec;
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
