package onechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onechat.gateway.command.Terminal;
import org.jspecify.annotations.Nullable;

/** The program with a server that only remembers its options, run once a call. Confined to one thread. */
final class Program {
    /**
     * What a run left behind.
     *
     * @param options what the server was started with, or null where it was not
     * @param events what happened to server and process, in order
     */
    record Run(int status, String out, String err, @Nullable ServerOptions options, List<String> events) {
        /** The options of a server that surely was started. */
        ServerOptions started() {
            if (options == null) {
                throw new AssertionError("not started: " + err);
            }
            return options;
        }
    }

    private Program() {}

    static Run run(Map<String, String> environment, String... arguments) {
        var seen = new ArrayList<ServerOptions>();
        return run(
                seen,
                new ScriptedTerminal(),
                environment,
                options -> {
                    seen.add(options);
                    return new ListeningOnPaper();
                },
                arguments);
    }

    /** A command on users and rooms, called at a terminal or by a program. */
    static Run run(Terminal terminal, Map<String, String> environment, String... arguments) {
        return run(
                List.of(),
                terminal,
                environment,
                options -> {
                    throw new AssertionError("no server was wanted");
                },
                arguments);
    }

    static Run runWith(ServerStarter starter, String... arguments) {
        return run(List.of(), new ScriptedTerminal(), Map.of(), starter, arguments);
    }

    private static Run run(
            List<ServerOptions> seen,
            Terminal terminal,
            Map<String, String> environment,
            ServerStarter starter,
            String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var events = new ArrayList<String>();
        var process = new EndsAtOnce(events, out);
        int status = new Main(
                        starter,
                        process,
                        terminal,
                        environment,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8))
                .run(arguments);
        return new Run(
                status, out.toString(UTF_8), err.toString(UTF_8), seen.isEmpty() ? null : seen.getFirst(), events);
    }

    /** A server without sockets. */
    private static final class ListeningOnPaper implements RunningServer {
        @Override
        public Endpoints endpoints() {
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            return new Endpoints(
                    new InetSocketAddress(loopback, 7400),
                    new InetSocketAddress(loopback, 8080),
                    new InetSocketAddress(loopback, 7401),
                    false);
        }

        @Override
        public void stop() {}

        @Override
        public Duration stopLimit() {
            return Duration.ofSeconds(10);
        }
    }

    /** A process that is told to end as soon as it waits for that. */
    private record EndsAtOnce(List<String> events, ByteArrayOutputStream out) implements Shutdown {
        @Override
        public void stopAtEnd(RunningServer server) {
            events.add("prepared to stop" + (out.size() == 0 ? "" : " too late"));
        }

        @Override
        public void await() {
            events.add("waited" + (out.size() == 0 ? " without a ready line" : ""));
        }
    }
}
