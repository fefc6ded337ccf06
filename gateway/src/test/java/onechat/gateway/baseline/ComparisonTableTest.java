package onechat.gateway.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    private final Measurements measurements = new Measurements();

    @BeforeEach
    void measure() {
        add(Contender.OURS, 8, 9, 4);
        add(Contender.OURS_PLAIN, 6, 6, 6);
        add(Contender.NETTY, 10, 10, 8);
    }

    private void add(Contender contender, double... cpu) {
        for (double one : cpu) {
            measurements.add(contender, 1, new LoadResult(1_000, 2, 51_234, 1, 2_500, 3, 4, 5, one, 6, 0.75));
        }
    }

    @Test
    void medianLeastAndGreatestStandBesideTheRatios() {
        assertThat(new ComparisonTable(measurements, List.of(1)).markdown())
                .contains("| OneChat | 1 | 8.00 (4.00–9.00) |  |  | 51,234 | 2.50 | 75 % |\n")
                // Of medians 8 to 10, round by round 0.8, 0.9 and 0.5; without resume 6 to 10, and 0.6, 0.6 and 0.75.
                .contains(
                        "| Netty, epoll | 1 | 10.00 (8.00–10.00) | 0.80 (0.80) | 0.60 (0.60) | 51,234 | 2.50 | 75 % |\n");
    }

    @Test
    void thePairedRatioIsTheMiddleOfTheRounds() {
        assertThat(measurements.cpu(Contender.NETTY, Contender.OURS, 1).paired())
                .isEqualTo(10 / 8.0);
        assertThat(measurements.cpu(Contender.OURS, Contender.NETTY, 1).paired())
                .isEqualTo(0.8);
    }

    @Test
    void anEvenNumberOfRoundsHasItsMiddleBetweenTwo() {
        add(Contender.OURS, 5);
        assertThat(measurements
                        .spread(Contender.OURS, 1, LoadResult::serverCpuSecondsPerMillion)
                        .median())
                .isEqualTo(6.5);
    }

    @Test
    void whoWasNotMeasuredStandsNowhere() {
        assertThat(new ComparisonTable(measurements, List.of(1)).markdown())
                .contains("Over TCP:")
                .doesNotContain("mosquitto", "WebSocket", "Node.js");
    }
}
