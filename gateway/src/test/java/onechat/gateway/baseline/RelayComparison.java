package onechat.gateway.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import onechat.gateway.baseline.Load.Amount;
import onechat.gateway.system.Cores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Measures in turns what a relay costs this server, and what it costs the baselines, and writes the tables of the gateway's README. Used by one
 * thread; servers and loads are processes of their own.
 *
 * <p>Its name keeps it out of the build's tests. To run it, on a machine that does nothing else:
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=RelayComparison -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>In two minutes, for whoever tunes: {@code -Donechat.only=ours,netty -Donechat.rounds=2 -Donechat.seconds=4 -Donechat.warmup=5}.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class RelayComparison {
    private static final int PAIRS = 50;
    private static final List<Integer> OUTSTANDING = List.of(1, 8);
    /** For the load itself to get up to speed. */
    private static final int LOAD_WARM_UP_SECONDS = 3;

    private static final Path TABLE = Path.of("target", "relay-comparison.md").toAbsolutePath();

    @TempDir
    Path folder = Path.of("");

    private final ComparisonOptions options = ComparisonOptions.ofProperties();
    private final Map<Contender, MeasuredServer> servers = new EnumMap<>(Contender.class);
    private final Measurements measurements = new Measurements();

    @Test
    void theServerAndTheBaselinesInTurns() throws Exception {
        Workplace workplace = new Workplace(folder, options.pin() ? Cores.halves() : Cores.none(), PAIRS);
        OneChatServers.prepare(workplace);
        try {
            start(workplace);
            warmUp(workplace);
            for (int round = 1; round <= options.rounds(); round++) {
                measure(workplace, round);
            }
            report(workplace);
        } finally {
            servers.values().forEach(MeasuredServer::close);
        }
    }

    private void start(Workplace workplace) throws Exception {
        for (Contender contender : options.contenders()) {
            try {
                servers.put(contender, contender.start(workplace));
            } catch (TestAbortedException notInstalled) {
                System.out.println("without " + contender.key() + ": " + notInstalled.getMessage());
            }
        }
    }

    private void warmUp(Workplace workplace) throws Exception {
        for (Map.Entry<Contender, MeasuredServer> one : servers.entrySet()) {
            System.out.println("warming up " + one.getKey().key());
            for (int outstanding : OUTSTANDING) {
                Amount amount = new Amount(outstanding, 0, options.warmUpSeconds());
                one.getKey().load().run(workplace, one.getValue(), amount);
            }
        }
    }

    private void measure(Workplace workplace, int round) throws Exception {
        for (int outstanding : OUTSTANDING) {
            for (Map.Entry<Contender, MeasuredServer> one : servers.entrySet()) {
                Amount amount = new Amount(outstanding, LOAD_WARM_UP_SECONDS, options.seconds());
                LoadResult result = one.getKey().load().run(workplace, one.getValue(), amount);
                measurements.add(one.getKey(), outstanding, result);
                System.out.printf(
                        "round %d, %d outstanding, %s: %.2f s for a million, %,.0f relays/s%n",
                        round,
                        outstanding,
                        one.getKey().key(),
                        result.serverCpuSecondsPerMillion(),
                        result.relaysPerSecond());
            }
        }
    }

    private void report(Workplace workplace) throws Exception {
        String tables = new ComparisonTable(measurements, OUTSTANDING).markdown();
        String environment = new Environment(workplace, options).text(servers);
        String report = tables + "\n" + environment + "\n";
        Files.writeString(TABLE, report, UTF_8);
        System.out.println();
        System.out.println(report);
        System.out.println(TABLE);
    }
}
