package onechat.gateway.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long relays take among a hundred callers, with everybody reading and while one receiver after the other does not. Used by one
 * thread; the server is a process of its own.
 *
 * <p>Its name keeps it out of the build's tests. To run it, on a machine that does nothing else:
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=StalledReceiverBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class StalledReceiverBenchmark {
    private static final int PAIRS = 50;
    private static final Duration PHASE = Duration.ofSeconds(10);
    private static final int ROUNDS = 3;
    private static final Pattern READY = Pattern.compile("onechat ready tcp=127\\.0\\.0\\.1:(\\d+) .*");

    @TempDir
    Path folder = Path.of("");

    @Test
    void relaysWithEverybodyReadingAndWithOneReceiverStalled() throws Exception {
        DirectoryOptions database = TestDatabase.MARIADB.empty(folder);
        Process server = serve(database);
        try (var out = server.inputReader(StandardCharsets.UTF_8)) {
            Matcher ready = READY.matcher(String.valueOf(out.readLine()));
            if (!ready.matches()) {
                throw new IllegalStateException("the server did not start");
            }
            var tcp = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
            ManyUsers.addPairs(database, 2 * PAIRS);
            measure(tcp);
        } finally {
            server.destroy();
            server.onExit().join();
        }
    }

    private static void measure(InetSocketAddress tcp) throws Exception {
        try (PairedCalls others = new PairedCalls(Duration.ofMillis(20))) {
            for (int room = 2; room <= PAIRS; room++) {
                others.add(tcp, room);
            }
            others.start();
            calm(); // warms up
            others.takeNanos();
            for (int round = 1; round <= ROUNDS; round++) {
                calm();
                double quiet = p99Millis(others.takeNanos());
                int cut = stallUntil(tcp, System.nanoTime() + PHASE.toNanos());
                double stalled = p99Millis(others.takeNanos());
                System.out.printf(
                        "round %d: p99 with everybody reading %.2f ms, while %d receivers stalled and were cut %.2f ms: %.2f times%n",
                        round, quiet, cut, stalled, stalled / quiet);
            }
        }
    }

    private static void calm() throws InterruptedException {
        Thread.sleep(PHASE); // that much time is what is measured
    }

    private static double p99Millis(long[] sorted) {
        return sorted[(int) (sorted.length * 0.99)] / 1e6;
    }

    private static int stallUntil(InetSocketAddress tcp, long untilNanos) throws IOException {
        int cut = 0;
        while (System.nanoTime() - untilNanos < 0) {
            Client caller = new Client(new TcpWire(tcp));
            ManyUsers.login(caller, 1);
            caller.says("{'cmd':'webrtc_create','to':1,'ack':'c'}").next();
            Client stalled = new Client(new TcpWire(tcp));
            ManyUsers.login(stalled, 2);
            stalled.says("{'cmd':'webrtc_join','to':1}");
            caller.next();
            String sdp = "x".repeat(60_000);
            while (caller.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'" + sdp + "','ack':'o'}")
                    .next()
                    .path("cmd")
                    .asString()
                    .equals("ack")) {
                LockSupport.parkNanos(5_000_000); // so that it stalls for a while
            }
            cut++;
            caller.close();
            stalled.close();
        }
        return cut;
    }

    private static Process serve(DirectoryOptions database) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "onechat.gateway.Main",
                "serve",
                "--tcp-port=0",
                "--http-port=0",
                "--admin-port=0",
                "--command-rate=0",
                "--db-url=" + database.url(),
                "--db-user=" + database.user());
        builder.environment().put("ONECHAT_DB_PASSWORD", database.password().get());
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }
}
