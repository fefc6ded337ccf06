package onechat.gateway;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The subcommand {@code serve}: starts the server and stays until the process is to end. Confined to the main thread.
 */
final class ServeCommand implements Callable<Integer> {
    static final String LOG_LEVEL = "ONECHAT_LOG_LEVEL";

    private static final List<String> LOG_LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private final ServerStarter starter;
    private final Shutdown shutdown;
    private final PrintStream out;
    private final CommandSpec spec;
    private final OptionSources sources;

    /** The command, not yet called. */
    ServeCommand(ServerStarter starter, Shutdown shutdown, Map<String, String> environment, PrintStream out) {
        this.starter = starter;
        this.shutdown = shutdown;
        this.out = out;
        this.spec = describe(CommandSpec.wrapWithoutInspection(this));
        this.sources = new OptionSources(spec, environment);
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
            options = sources.read(setting -> true);
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

    /** Logback takes whatever it does not know for DEBUG. */
    private void checkLogLevel() throws UsageException {
        String level = sources.variable(LOG_LEVEL);
        if (level != null && !LOG_LEVELS.contains(level)) {
            throw new UsageException(
                    LOG_LEVEL + " must be one of " + String.join(", ", LOG_LEVELS) + ", not '" + level + "'");
        }
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
        spec.addOption(OptionSources.configOption());
        for (Setting setting : Setting.values()) {
            OptionSpec option = OptionSources.option(setting);
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
}
