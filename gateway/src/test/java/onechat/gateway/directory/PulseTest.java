package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Pulse pulse = new Pulse(nanos::get);

    @Test
    void aDatabaseThatNobodyAsksIsNotGone() {
        pass(Duration.ofHours(1));
        assertThat(pulse.isGone()).isFalse();
    }

    @Test
    void aDatabaseThatOnlyFailsForASecondIsGoneUntilItAnswers() {
        pulse.answered();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMillis(100));
            pulse.failed();
            assertThat(pulse.isGone()).isFalse();
        }
        pass(Duration.ofMillis(100));
        assertThat(pulse.isGone()).isTrue();
        pulse.answered();
        assertThat(pulse.isGone()).isFalse();
    }

    /** As when it is frozen: questions are given up after two seconds. */
    @Test
    void aDatabaseWhoseFirstFailureComesLateIsGoneAtOnce() {
        pulse.answered();
        pass(Duration.ofSeconds(2));
        assertThat(pulse.isGone()).isFalse();
        pulse.failed();
        assertThat(pulse.isGone()).isTrue();
    }

    /** As when connections break, or some questions take too long under load. */
    @Test
    void aDatabaseThatFailsAmongAnswersIsNotGone() {
        for (int i = 0; i < 100; i++) {
            pulse.failed();
            pass(Duration.ofMillis(100));
            assertThat(pulse.isGone()).isFalse();
            pulse.answered();
        }
    }

    @Test
    void whatWasHeardAQuarterOfASecondAgoIsStale() {
        pulse.answered();
        pass(Duration.ofMillis(250));
        assertThat(pulse.isStale()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(pulse.isStale()).isTrue();
        pulse.failed();
        assertThat(pulse.isStale()).isFalse();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
