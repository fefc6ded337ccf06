package onechat.gateway.system;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
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

    @TempDir
    Path folder = Path.of("");

    @Test
    void relaysWithEverybodyReadingAndWithOneReceiverStalled() throws Exception {
        DirectoryOptions database = TestDatabase.MARIADB.empty(folder);
        try (BenchmarkServer server = new BenchmarkServer(database, folder.resolve("stderr"))) {
            ManyUsers.addPairs(database, 2 * PAIRS);
            measure(server.endpoints().tcp());
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
                StalledReceivers stalling = new StalledReceivers(tcp, 1);
                stalling.start();
                calm();
                long cut = stalling.end().count("cut");
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
}
