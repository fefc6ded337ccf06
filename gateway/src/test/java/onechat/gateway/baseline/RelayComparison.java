package onechat.gateway.baseline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures in turns what a relay costs this server, and what it costs the baselines. Used by one thread; servers and loads are processes of their own.
 *
 * <p>Its name keeps it out of the build's tests. To run it, on a machine that does nothing else:
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=RelayComparison -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>Faster, for who tunes: {@code -Donechat.only=ours,netty -Donechat.rounds=2 -Donechat.seconds=4}.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class RelayComparison {
    private static final int PAIRS = 50;
    private static final List<Integer> OUTSTANDING = List.of(1, 8);
    private static final int FIRST_WARM_UP_SECONDS = 10;
    private static final int WARM_UP_SECONDS = 3;

    @TempDir
    Path folder = Path.of("");

    @Test
    void theServerAndTheBaselinesInTurns() throws Exception {
        ComparisonOptions options = ComparisonOptions.ofProperties();
        Workplace workplace = new Workplace(folder, PAIRS, options.pin());
        Map<Contender, MeasuredServer> servers = new EnumMap<>(Contender.class);
        Map<Integer, Map<Contender, List<LoadResult>>> results = new TreeMap<>();
        try {
            for (Contender contender : options.contenders()) {
                servers.put(contender, workplace.start(contender));
            }
            for (Map.Entry<Contender, MeasuredServer> one : servers.entrySet()) {
                for (int outstanding : OUTSTANDING) {
                    workplace.load(
                            one.getKey(), one.getValue(), outstanding, 1, FIRST_WARM_UP_SECONDS / OUTSTANDING.size());
                }
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (int outstanding : OUTSTANDING) {
                    for (Map.Entry<Contender, MeasuredServer> one : servers.entrySet()) {
                        LoadResult result = workplace.load(
                                one.getKey(), one.getValue(), outstanding, WARM_UP_SECONDS, options.seconds());
                        System.out.printf(
                                "round %d, %d outstanding, %s: %.2f s per million, %.0f relays/s, p99 %.0f us, load %.0f %% of a core%n",
                                round,
                                outstanding,
                                one.getKey().key(),
                                result.serverCpuSecondsPerMillion(),
                                result.relaysPerSecond(),
                                result.p99Micros(),
                                100 * result.ownCpuShare());
                        results.computeIfAbsent(outstanding, w -> new EnumMap<>(Contender.class))
                                .computeIfAbsent(one.getKey(), c -> new ArrayList<>())
                                .add(result);
                    }
                }
            }
        } finally {
            servers.values().forEach(MeasuredServer::close);
        }
    }
}
