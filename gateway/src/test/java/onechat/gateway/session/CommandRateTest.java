package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many commands a connection may send (contract section 3). */
class CommandRateTest {
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    /** So near the end of the clock's numbers that the test's time passes it. */
    private long nowNanos = Long.MAX_VALUE - 10 * MILLISECOND;

    private CommandRate rate = new CommandRate(200);
    private long paidAtNanos = nowNanos;

    private boolean tryTake() {
        boolean allowed = rate.allowsOneMore(paidAtNanos, nowNanos);
        if (allowed) {
            paidAtNanos = rate.paidAtWithOneMore(paidAtNanos, nowNanos);
        }
        return allowed;
    }

    private int takeAll() {
        int taken = 0;
        while (tryTake()) {
            taken++;
        }
        return taken;
    }

    @Test
    void aBurstOfFiveSecondsWorthIsAllowedAndNotOneMore() {
        assertThat(takeAll()).isEqualTo(1_000);
        assertThat(tryTake()).isFalse();
    }

    @Test
    void afterABurstOneIsAllowedEveryFiveMilliseconds() {
        takeAll();
        nowNanos += 5 * MILLISECOND - 1;
        assertThat(tryTake()).isFalse();
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
            assertThat(tryTake()).isTrue();
            nowNanos += 5 * MILLISECOND;
        }
        assertThat(takeAll()).isEqualTo(1_000);
    }

    @Test
    void withoutALimitNobodyIsRefused() {
        rate = new CommandRate(0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(tryTake()).isTrue();
        }
    }

    @Test
    void theSlowestRateAllowsFiveAtOnceAndThenOneASecond() {
        rate = new CommandRate(1);
        for (int i = 0; i < 5; i++) {
            assertThat(tryTake()).isTrue();
        }
        assertThat(tryTake()).isFalse();
        nowNanos += 1_000 * MILLISECOND;
        assertThat(tryTake()).isTrue();
    }
}
