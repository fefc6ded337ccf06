package onechat.gateway.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A real coturn on a port and in a folder of its own, which lets in whoever has credentials made with {@link #SECRET}. Used by one thread. */
public final class CoturnServer implements AutoCloseable {
    /** What it shares with the signaling server. */
    public static final String SECRET = "what coturn and the signaling server share";

    private static final Pattern TOTALS =
            Pattern.compile("tot_send_msgs=(?<sent>[0-9]+), tot_recv_msgs=(?<received>[0-9]+)");
    private static final RealPart PART = RealPart.ofDebian("coturn");
    private static final Path SERVER = Path.of("/usr/bin/turnserver");
    private static final Path CLIENT = Path.of("/usr/bin/turnutils_uclient");
    private static final String ADDRESS = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path log;
    private final int port;
    private Process process;

    /**
     * Starts it; blocks until it accepts connections.
     *
     * @param folder for what it writes
     * @throws RuntimeException that skips or fails the test, where coturn is not installed
     */
    public CoturnServer(Path folder) throws IOException {
        if (!Files.isExecutable(SERVER) || !Files.isExecutable(CLIENT)) {
            throw PART.missing("coturn's " + SERVER, null);
        }
        log = folder.resolve("coturn.log");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = begin();
    }

    /** What a client is to be told. */
    public String url() {
        return "turn:" + ADDRESS + ":" + port;
    }

    /** Ends it as kill -9 does, and starts it again on the same port; its allocations are gone. */
    public void restart() throws IOException {
        close();
        process = begin();
    }

    private Process begin() throws IOException {
        Process started = new ProcessBuilder(
                        SERVER.toString(),
                        "-n", // no configuration file
                        "--listening-ip=" + ADDRESS,
                        "--relay-ip=" + ADDRESS,
                        "--listening-port=" + port,
                        "--allow-loopback-peers",
                        "--use-auth-secret",
                        "--static-auth-secret=" + SECRET,
                        "--realm=onechat.example",
                        "--no-cli",
                        "--no-tls",
                        "--no-dtls",
                        "--no-stdout-log",
                        "--simple-log",
                        "--verbose",
                        "--log-file=" + log,
                        "--pidfile=" + log.resolveSibling("coturn.pid"),
                        "--userdb=" + log.resolveSibling("coturn.db"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        log.resolveSibling("coturn.out").toFile()))
                .start();
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> accepts() || !started.isAlive());
        } catch (ConditionTimeoutException silent) {
            started.destroyForcibly();
            throw silent;
        }
        if (!started.isAlive()) {
            throw new IllegalStateException("coturn ended at once, with " + started.exitValue() + ": see " + log);
        }
        return started;
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** How many allocations it has made for users so far. */
    public long allocations() {
        return count("ALLOCATE processed, success");
    }

    /** How often it has refused a user so far for what the user's credentials are. */
    public long refusals() {
        // Without a user's name it is the first request of every client, which asks for the nonce.
        return count("user <[^>]+>: .*error 401: Unauthorized");
    }

    private long count(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        try {
            return Files.exists(log)
                    ? Files.readAllLines(log).stream()
                            .filter(line -> wanted.matcher(line).find())
                            .count()
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether coturn's own client gets messages through it to itself and back, with these credentials. */
    public boolean relays(String username, String credential) throws IOException, InterruptedException {
        Path out = Files.createTempFile(log.getParent(), "client", ".out");
        Process client = new ProcessBuilder(List.of(
                        CLIENT.toString(),
                        "-y", // clients talk to each other through it
                        "-n",
                        "5", // messages
                        "-u",
                        username,
                        "-w",
                        credential,
                        "-p",
                        Integer.toString(port),
                        ADDRESS))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!client.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            client.destroyForcibly();
            return false;
        }
        // It ends with 0 whatever became of its messages.
        Matcher totals = TOTALS.matcher(Files.readString(out));
        boolean relayed = false;
        while (totals.find()) {
            relayed = !totals.group("sent").equals("0") && totals.group("sent").equals(totals.group("received"));
        }
        return client.exitValue() == 0 && relayed;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
