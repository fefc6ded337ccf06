package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many commands a connection may send (contract section 3). */
class CommandRateTest {
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    /** So near the end of the clock's numbers that the test's time passes it. */
    private long nowNanos = Long.MAX_VALUE - 10 * MILLISECOND;

    private final CommandRate rate = new CommandRate(200, nowNanos);

    private int takeAll() {
        int taken = 0;
        while (rate.tryTake(nowNanos)) {
            taken++;
        }
        return taken;
    }

    @Test
    void aBurstOfFiveSecondsWorthIsAllowedAndNotOneMore() {
        assertThat(takeAll()).isEqualTo(1_000);
        assertThat(rate.tryTake(nowNanos)).isFalse();
    }

    @Test
    void afterABurstOneIsAllowedEveryFiveMilliseconds() {
        takeAll();
        nowNanos += 5 * MILLISECOND - 1;
        assertThat(rate.tryTake(nowNanos)).isFalse();
        nowNanos += 1;
        assertThat(takeAll()).isEqualTo(1);
        nowNanos += 1_000 * MILLISECOND;
        assertThat(takeAll()).isEqualTo(200);
    }

    @Test
    void aRestGivesTheWholeBurstBackAndNoMore() {
        takeAll();
        nowNanos += 60_000 * MILLISECOND;
        assertThat(takeAll()).isEqualTo(1_000);
    }

    @Test
    void whoKeepsToTheRateIsNeverRefused() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(rate.tryTake(nowNanos)).isTrue();
            nowNanos += 5 * MILLISECOND;
        }
        assertThat(takeAll()).isEqualTo(1_000);
    }

    @Test
    void withoutALimitNobodyIsRefused() {
        CommandRate unlimited = new CommandRate(0, nowNanos);
        for (int i = 0; i < 100_000; i++) {
            assertThat(unlimited.tryTake(nowNanos)).isTrue();
        }
    }

    @Test
    void theSlowestRateAllowsFiveAtOnceAndThenOneASecond() {
        CommandRate slow = new CommandRate(1, nowNanos);
        for (int i = 0; i < 5; i++) {
            assertThat(slow.tryTake(nowNanos)).isTrue();
        }
        assertThat(slow.tryTake(nowNanos)).isFalse();
        assertThat(slow.tryTake(nowNanos + 1_000 * MILLISECOND)).isTrue();
    }
}
