package onechat.gateway.baseline;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import onechat.gateway.real.RealPart;
import org.awaitility.Awaitility;

/** Starts the MQTT broker mosquitto on the loopback address, with nothing kept on disk. Stateless. */
final class Mosquitto {
    private static final RealPart PART = RealPart.ofDebian("mosquitto");
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Mosquitto() {}

    /** @throws RuntimeException that skips a test, and tells how to install it, where it is not installed */
    static MeasuredServer start(Workplace workplace) throws IOException {
        requireInstalled();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = workplace.folder().resolve("mosquitto.conf");
        // No bound in the way of what is measured, and no look at each connection that comes or goes.
        Files.write(
                configuration,
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "persistence false",
                        "set_tcp_nodelay true",
                        "max_inflight_messages 0",
                        "max_queued_messages 0",
                        "connection_messages false",
                        "log_type error",
                        "log_type warning",
                        "user " + System.getProperty("user.name")));
        Process process = new ProcessBuilder(
                        workplace.cores().forServer(List.of(PROGRAM.toString(), "-c", configuration.toString())))
                .redirectErrorStream(true)
                .redirectOutput(workplace.folder().resolve("mosquitto.log").toFile())
                .start();
        Thread whenThisProcessEnds = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(whenThisProcessEnds);
        Awaitility.await().atMost(PATIENCE).until(() -> accepts(port));
        return new MeasuredServer(process.pid(), port, workplace.people(), () -> MeasuredServer.end(process));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    static void requireInstalled() {
        if (!Files.isExecutable(PROGRAM)) {
            throw PART.missing("the MQTT broker " + PROGRAM, null);
        }
    }
}
