package onechat.protocol.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before each try to connect again: at random up to a bound that doubles, so that clients which lost the same server don't
 * come back as one. Immutable.
 *
 * @param first the bound before the first try; 0 to an hour
 * @param longest the bound that the doubling ends at; {@code first} to an hour
 */
record BackOff(Duration first, Duration longest) {
    static final BackOff DEFAULT = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(5));

    private static final int MAX_DOUBLINGS = 16;

    BackOff {
        if (first.isNegative() || longest.compareTo(first) < 0 || longest.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("a back-off begins with 0 or more, and is an hour at most");
        }
    }

    /** A time to wait after so many tries that failed. */
    long nanosAfter(int tries) {
        long bound = first.toNanos() << Math.min(tries, MAX_DOUBLINGS);
        return ThreadLocalRandom.current().nextLong(Math.min(bound, longest.toNanos()) + 1);
    }
}
