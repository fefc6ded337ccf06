package onechat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    private JsonNode report() {
        return new JsonMapper()
                .readTree(latencies.total().add(new Report(), "latency").json());
    }

    @Test
    void percentilesAreThoseOfAllWhoeverCounted() {
        for (int i = 1; i <= 1_000; i++) {
            latencies.add(i % 37, i * 1_000_000L);
        }

        JsonNode report = report();
        assertThat(report.path("p50_us").asDouble()).isCloseTo(500_000, Percentage.withPercentage(0.2));
        assertThat(report.path("p99_us").asDouble()).isCloseTo(990_000, Percentage.withPercentage(0.2));
        assertThat(report.path("p99_9_us").asDouble()).isCloseTo(999_000, Percentage.withPercentage(0.2));
        assertThat(report.path("max_us").asDouble()).isCloseTo(1_000_000, Percentage.withPercentage(0.2));
    }

    @Test
    void whatIsBeyondEveryBoundCountsAsTheBound() {
        latencies.add(-1, Long.MAX_VALUE);
        latencies.add(0, -5);

        assertThat(report().path("max_us").asDouble()).isCloseTo(120e6, Percentage.withPercentage(0.2));
        assertThat(report().path("p50_us").asDouble()).isLessThan(1);
    }

    @Test
    void whereNothingWasCountedNothingIsSaid() {
        assertThat(report()).isEmpty();
    }
}
