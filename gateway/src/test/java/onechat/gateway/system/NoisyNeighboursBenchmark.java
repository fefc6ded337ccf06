package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import onechat.gateway.bench.SteadyRelays;
import onechat.gateway.bench.SteadyRelays.Measured;
import onechat.gateway.directory.CrowdEditor;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long the relays of twenty calls take while it is quiet, and while others make a noise: one does not read, many log in, sixteen chatter. Used by
 * one thread; the server, the twenty calls and those who make the noise are processes of their own.
 *
 * <p>Its name keeps it out of the build's tests. To run it, on a machine that does nothing else, with all noises or one of them:
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=NoisyNeighboursBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * mvn -pl gateway -am test -Dtest=NoisyNeighboursBenchmark#whileSixteenChatter -Dsurefire.failIfNoSpecifiedTests=false -Donechat.rounds=1 -Donechat.seconds=3
 * </pre>
 *
 * <p>The server has cores of its own, as far as there are two and {@code taskset}; {@code -Donechat.pin=false} lets all run anywhere. Both loads share the
 * others, where the noise only gets what the twenty calls leave, so that it is in their way at the server and nowhere else. How far that holds is told by how
 * late the twenty calls were to send, and by {@code -Donechat.elsewhere=true}: then the same noise is made at a second server, which runs beside the load and
 * gets as little, so that what is left of the ratio is not the server's. It is more than 1 where a kernel does not preempt system calls.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class NoisyNeighboursBenchmark {
    private static final int PAIRS = 20;
    private static final int RELAYS_A_SECOND = 50;
    private static final int ROUNDS = Integer.getInteger("onechat.rounds", 5);
    private static final int SECONDS = Integer.getInteger("onechat.seconds", 8);
    /** With less, half of what is in the way of the others is the server's compiler. */
    private static final int WARM_UP_SECONDS = Integer.getInteger("onechat.warmup", 60);

    private static final boolean ELSEWHERE = Boolean.getBoolean("onechat.elsewhere");
    /** For a noise to rise, and to be over at the server too. */
    private static final int SETTLING_SECONDS = 1;

    private static final List<String> LOAD_FLAGS = List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED");

    @TempDir
    Path folder = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void whileOneReceiverStalls() throws Exception {
        measure(NoiseKind.STALLED_RECEIVER);
    }

    @Test
    void whileManyLogInByToken() throws Exception {
        measure(NoiseKind.TOKEN_STORM);
    }

    @Test
    void whileManyLogInByPassword() throws Exception {
        measure(NoiseKind.PASSWORD_STORM);
    }

    @Test
    void whileSixteenChatter() throws Exception {
        measure(NoiseKind.CALL_OF_SIXTEEN);
    }

    private void measure(NoiseKind kind) throws Exception {
        Cores cores = "false".equals(System.getProperty("onechat.pin")) ? Cores.none() : Cores.halves();
        List<String> java = BenchmarkServer.java(BenchmarkServer.JVM_FLAGS);
        try (BenchmarkServer server = server(cores.forServer(java), "server")) {
            if (ELSEWHERE) {
                try (BenchmarkServer disturbed = server(cores.forLoadBehind(java), "elsewhere")) {
                    measure(kind, cores, server, disturbed);
                }
            } else {
                measure(kind, cores, server, server);
            }
        } finally {
            http.shutdownNow();
        }
    }

    private BenchmarkServer server(List<String> java, String name) throws Exception {
        DirectoryOptions database = TestDatabase.H2_FILE.empty(folder.resolve(name));
        CrowdEditor.open(database, InstantSource.system()).close(); // makes the tables
        NoiseKind.addUsers(database, NoiseKind.FIRST_FREE_ROOM + PAIRS);
        return new BenchmarkServer(java, database, folder.resolve(name + ".log"), TokenUsers.OPTION);
    }

    private void measure(NoiseKind kind, Cores cores, BenchmarkServer server, BenchmarkServer disturbed)
            throws Exception {
        InetSocketAddress admin = disturbed.endpoints().admin();
        try (CommandedProcess others = others(cores, server);
                CommandedProcess noise = noise(cores, disturbed, kind)) {
            System.out.printf(
                    "%s%s, %s%n",
                    kind, ELSEWHERE ? " at another server" : "", cores.isPinned() ? "pinned" : "not pinned");
            noisy(others, noise, kind, admin, WARM_UP_SECONDS);
            List<Double> ratios = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                ratios.add(round(round, others, noise, kind, admin));
            }
            SteadyRelays.Total total = others.ask("end", SteadyRelays.Total.class);
            System.out.printf(
                    "%s: the median of %d p99 ratios is %.2f; %d relays of the others, of which %d were lost, doubled, out of order or not acked%n",
                    kind, ROUNDS, median(ratios), total.sent(), total.broken());
            assertThat(total.broken()).isZero();
            assertThat(total.sent()).isPositive();
        }
    }

    private CommandedProcess others(Cores cores, BenchmarkServer server) throws IOException {
        List<String> command = cores.forLoad(java());
        command.addAll(List.of(
                SteadyRelays.class.getName(),
                Integer.toString(server.endpoints().tcp().getPort()),
                Integer.toString(NoiseKind.FIRST_FREE_ROOM),
                Integer.toString(PAIRS),
                Integer.toString(RELAYS_A_SECOND),
                ManyUsers.PASSWORD));
        return new CommandedProcess(command, folder.resolve("others.log"));
    }

    private CommandedProcess noise(Cores cores, BenchmarkServer server, NoiseKind kind) throws IOException {
        List<String> command = cores.forLoadBehind(java());
        command.addAll(List.of(
                NoiseProcess.class.getName(),
                kind.name(),
                Integer.toString(server.endpoints().tcp().getPort())));
        return new CommandedProcess(command, folder.resolve("noise.log"));
    }

    private static List<String> java() {
        List<String> command = BenchmarkServer.java(LOAD_FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    private double round(
            int round, CommandedProcess others, CommandedProcess noise, NoiseKind kind, InetSocketAddress admin)
            throws Exception {
        Measured quiet;
        Noisy noisy;
        if (round % 2 == 1) {
            quiet = quiet(others);
            noisy = noisy(others, noise, kind, admin, SECONDS);
        } else {
            noisy = noisy(others, noise, kind, admin, SECONDS);
            quiet = quiet(others);
        }
        double ratio = noisy.measured().p99() / quiet.p99();
        System.out.printf(
                "round %d: quiet %s; noisy %s, with %s in %d s; p99 %.2f times, p50 %.2f times%n",
                round,
                text(quiet),
                text(noisy.measured()),
                noisy.made(),
                SECONDS + SETTLING_SECONDS,
                ratio,
                noisy.measured().p50() / quiet.p50());
        return ratio;
    }

    private static Measured quiet(CommandedProcess others) throws Exception {
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        return others.ask(Integer.toString(SECONDS), Measured.class);
    }

    private record Noisy(Measured measured, Noise.Made made) {}

    private Noisy noisy(
            CommandedProcess others, CommandedProcess noise, NoiseKind kind, InetSocketAddress admin, int seconds)
            throws Exception {
        Scrape before = Scrape.of(http, admin);
        noise.ask("on", Object.class);
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        Measured measured = others.ask(Integer.toString(seconds), Measured.class);
        Noise.Made made = noise.ask("off", Noise.Made.class);
        kind.check(made, before, Scrape.of(http, admin));
        return new Noisy(measured, made);
    }

    private static String text(Measured measured) {
        return String.format(
                "p50 %.0f us, p99 %.0f us, p99.9 %.0f us (sent %.0f and %.0f us late)",
                measured.p50(), measured.p99(), measured.p999(), measured.lateP50(), measured.lateP99());
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
