package onechat.gateway;

import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import onechat.gateway.command.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The subcommand {@code serve}: starts the server and stays until the process is to end. Confined to the main thread.
 */
final class ServeCommand implements Callable<Integer> {
    private final ServerStarter starter;
    private final Shutdown shutdown;
    private final SettingSources settings;
    private final PrintStream out;
    private final CommandSpec spec;

    /** The command, not yet called. */
    ServeCommand(ServerStarter starter, Shutdown shutdown, Map<String, String> environment, PrintStream out) {
        this.starter = starter;
        this.shutdown = shutdown;
        this.settings = new SettingSources(environment, EnumSet.allOf(Setting.class));
        this.out = out;
        this.spec = describe(CommandSpec.wrapWithoutInspection(this), settings);
    }

    /** What the command line library needs to know of it. */
    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws StartException, InterruptedException {
        RunningServer server = starter.start(settings.read(spec));
        // Before the ready line: whoever reads it may send a signal at once.
        shutdown.stopAtEnd(server);
        out.println(server.endpoints().readyLine());
        out.flush();
        shutdown.await();
        return 0;
    }

    private static CommandSpec describe(CommandSpec spec, SettingSources settings) {
        StandardOptions.addTo(spec.name("serve"));
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
                        SettingSources.LOG_LEVEL + " sets how much is logged: "
                                + String.join(", ", SettingSources.LOG_LEVELS) + "; default INFO.",
                        "",
                        "Exit status: 0 after SIGTERM or SIGINT, 1 when the server can't run, 2 for a wrong option.");
        settings.describe(spec);
        return spec;
    }
}
