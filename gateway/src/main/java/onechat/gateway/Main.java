package onechat.gateway;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import onechat.gateway.aot.AotCacheCommand;
import onechat.gateway.bench.BenchCommands;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.ProcessTerminal;
import onechat.gateway.command.RoomCommands;
import onechat.gateway.command.StandardOptions;
import onechat.gateway.command.Terminal;
import onechat.gateway.command.UserCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code onechat}: from arguments to an exit status. Confined to the main thread. */
public final class Main {
    /** The server can't run. */
    static final int FAILED = 1;
    /** Wrong options. */
    static final int WRONG_USAGE = 2;

    private static final int HELP_WIDTH = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final ServerStarter starter;
    private final Shutdown shutdown;
    private final Terminal terminal;
    private final Map<String, String> environment;

    /**
     * The program, not yet run.
     *
     * @param terminal where passwords come from
     * @param environment the environment variables
     * @param out takes help, the ready line and what a command answers, nothing else
     * @param err takes the one line that says what is wrong
     */
    Main(
            ServerStarter starter,
            Shutdown shutdown,
            Terminal terminal,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        this.starter = starter;
        this.shutdown = shutdown;
        this.terminal = terminal;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the program, and exits with its status: 0 when it did what was asked, 1 when it could not, 2 for wrong
     * usage.
     */
    public static void main(String[] arguments) {
        // Before the JDK's TLS is loaded: a client could have the server compute one handshake after the other on one
        // connection.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        leaveACarrierFree(Runtime.getRuntime().availableProcessors());
        Map<String, String> environment = System.getenv();
        var shutdown = new SignalShutdown(environment, System.out, System.err);
        var main = new Main(Main::start, shutdown, new ProcessTerminal(), environment, System.out, System.err);
        int status = main.run(arguments);
        LogFormat.writeAll();
        System.exit(status);
    }

    /**
     * Before the first virtual thread. A carrier on which the JDK looks for sockets that can be read always has more to do under a full load, and
     * comes late to threads that are new, as those of new connections are: by a second and more. So there is one more carrier than there are such lookers.
     */
    private static void leaveACarrierFree(int processors) {
        setUnlessGiven("jdk.virtualThreadScheduler.parallelism", Math.max(2, processors));
        setUnlessGiven("jdk.readPollers", Math.max(1, Integer.highestOneBit(processors) / 2));
    }

    private static void setUnlessGiven(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    /** Here and not in the server: how the log looks is a matter of the whole process. */
    private static RunningServer start(ServerOptions options) throws StartException {
        options.logFormat().putInForce();
        return Server.start(options);
    }

    /** Does what the arguments say. */
    int run(String... arguments) {
        try {
            return commandLine(arguments).execute(arguments);
        } catch (Error e) {
            // Nobody else would end the process: what was started before may have threads of its own.
            return fail(e);
        }
    }

    /** The model of the whole command line. */
    CommandSpec spec() {
        return commandLine().getCommandSpec();
    }

    /** What is needed to understand the arguments: a server's start would wait while what it does not call is described. */
    private CommandLine commandLine(String... arguments) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection((Callable<Integer>) this::nothingAsked)
                .name("onechat")
                .version(version());
        StandardOptions.addTo(spec);
        for (Subcommand subcommand : needed(arguments)) {
            spec.addSubcommand(subcommand.toString(), describe(subcommand));
        }
        spec.usageMessage()
                .description("Call signaling for native apps and browsers: ONECHAT/1.0 over TCP and WebSocket.")
                .footer("", "onechat COMMAND --help explains each.");
        return new CommandLine(spec)
                // A password may begin with @.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setOut(new PrintWriter(out, true, out.charset()))
                .setErr(new PrintWriter(err, true, err.charset()))
                .setParameterExceptionHandler((e, given) -> refuse(e))
                .setExecutionExceptionHandler((e, command, parsed) -> fail(e));
    }

    private static Set<Subcommand> needed(String... arguments) {
        Set<Subcommand> all = EnumSet.allOf(Subcommand.class);
        if (arguments.length > 0) {
            for (Subcommand subcommand : all) {
                if (subcommand.toString().equals(arguments[0])) {
                    return EnumSet.of(subcommand);
                }
            }
        }
        return all;
    }

    private CommandSpec describe(Subcommand subcommand) {
        InstantSource clock = InstantSource.system();
        return switch (subcommand) {
            case SERVE ->
                new ServeCommand(starter, shutdown, environment, out).spec().version(version());
            case TOKEN -> new TokenCommand(clock, environment, out).spec().version(version());
            case USER -> new UserCommands(new ConfiguredDatabase(environment), terminal, clock, out).spec();
            case ROOM -> new RoomCommands(new ConfiguredDatabase(environment), terminal, clock, out).spec();
            case BENCH ->
                new BenchCommands(
                                new ConfiguredDatabase(environment),
                                new BenchmarkTokens(environment, clock),
                                clock,
                                out,
                                err)
                        .spec();
            case AOT_CACHE -> new AotCacheCommand(new SilentBench(), out).spec();
        };
    }

    private int nothingAsked() {
        commandLine().usage(err);
        return WRONG_USAGE;
    }

    private int refuse(ParameterException e) {
        complain(
                e instanceof UnmatchedArgumentException unmatched ? WrongArgument.describe(unmatched) : e.getMessage());
        return WRONG_USAGE;
    }

    private int fail(Throwable e) {
        if (e instanceof StartException || e instanceof CommandFailedException) {
            LoggerFactory.getLogger(Main.class).debug("can't do it", e);
            complain(e.getMessage());
        } else {
            LoggerFactory.getLogger(Main.class).error("a fault of the server's own", e);
            complain("stopped by a fault of its own; the log says more");
        }
        return FAILED;
    }

    /** What came from outside may hold line breaks. */
    private void complain(@Nullable String text) {
        err.println("onechat: " + String.valueOf(text).replaceAll("\\p{Cntrl}+", " "));
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        // Absent where classes run that no jar holds.
        return "onechat " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version();
    }
}
