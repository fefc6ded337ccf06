package onechat.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import onechat.protocol.Message;
import org.junit.jupiter.api.Test;

/** When a client tries to connect again. */
class BackOffTest {
    private static long longestOf(int draws, LongSupplier draw) {
        return LongStream.generate(draw).limit(draws).max().orElseThrow();
    }

    private static void assertBetween(long nanos, long least, long most) {
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
    }

    @Test
    void theFirstTryComesNearlyAtOnceAndTheBoundDoublesUpToTheLongest() {
        long[] bounds = {250, 500, 1_000, 2_000, 4_000, 5_000, 5_000};
        for (int tries = 0; tries < bounds.length; tries++) {
            int after = tries;
            long longest = longestOf(1_000, () -> BackOff.DEFAULT.nanosAfter(after));
            assertBetween(longest, bounds[tries] * 9 / 10, bounds[tries]);
        }
        assertBetween(longestOf(1_000, () -> BackOff.DEFAULT.nanosAfter(Integer.MAX_VALUE)), 4_500, 5_000);
    }

    @Test
    void theWholeTimeUpToTheBoundIsDrawnFrom() {
        long[] drawn = LongStream.generate(() -> BackOff.DEFAULT.nanosAfter(4))
                .limit(1_000)
                .toArray();
        assertBetween(LongStream.of(drawn).min().orElseThrow(), 0, 400);
        assertBetween((long) LongStream.of(drawn).average().orElseThrow(), 1_600, 2_400);
    }

    @Test
    void timesThatDoNotGrowAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new BackOff(second.negated(), second));
        assertThatIllegalArgumentException().isThrownBy(() -> new BackOff(second, Duration.ofMillis(999)));
        assertThatIllegalArgumentException().isThrownBy(() -> new BackOff(second, Duration.ofMinutes(61)));
    }

    @Test
    void aServerThatResumesAndBreaksAtOnceIsTriedAgainLaterAndLater() {
        AtomicLong nanoTime = new AtomicLong();
        ClientSession session = new ClientSession();
        session.began(new Message.OfLogin(1, List.of(), 25, "s", 30));
        TimeAway timeAway = new TimeAway(nanoTime::get, BackOff.DEFAULT, session);
        long longest = longestOf(200, () -> {
            timeAway.begin();
            long nanos = timeAway.nanosToTheNextTry();
            timeAway.resumed();
            timeAway.caughtUp();
            return nanos;
        });
        assertBetween(longest, 4_000, 5_000);
        nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
        timeAway.begin();
        assertBetween(timeAway.nanosToTheNextTry(), 0, 250);
    }

    @Test
    void noTryComesAfterTheSessionsEnd() {
        AtomicLong nanoTime = new AtomicLong();
        ClientSession session = new ClientSession();
        session.began(new Message.OfLogin(1, List.of(), 1, "s", 1));
        Duration hour = Duration.ofHours(1);
        TimeAway timeAway = new TimeAway(nanoTime::get, new BackOff(hour, hour), session);
        timeAway.begin();
        nanoTime.addAndGet(Duration.ofSeconds(3).toNanos());
        assertBetween(timeAway.nanosToTheNextTry(), 0, 1_000);
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(timeAway.nanosLeft()).isZero();
        assertThat(timeAway.nanosToTheNextTry()).isZero();
    }
}
