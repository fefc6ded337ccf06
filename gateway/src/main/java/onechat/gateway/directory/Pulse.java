package onechat.gateway.directory;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows when the database was last heard, and whether it is gone. Used by many threads at once.
 *
 * <p>A question that fails now and then is no outage, as with a connection that broke: gone is a database of which nothing but
 * failures was heard for a second.
 */
final class Pulse {
    private static final long GONE_NANOS = Duration.ofSeconds(1).toNanos();
    /** Within the 3 s of a login there must be time to ask, to wait for the answer in vain, and to tell. */
    private static final long STALE_NANOS = Duration.ofMillis(250).toNanos();

    /** How often whoever waits for something else looks up whether the database is gone. */
    static final long LOOK_UP_NANOS = Duration.ofMillis(200).toNanos();

    private final LongSupplier nanoTime;
    private volatile long answeredNanos;
    private volatile long failedNanos;
    private volatile boolean failedLast;

    /** Of a database that was heard just now, with a clock that never goes back, in nanoseconds. */
    Pulse(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        answeredNanos = now;
        failedNanos = now;
    }

    /** A question got its answer. */
    void answered() {
        answeredNanos = nanoTime.getAsLong();
        failedLast = false;
    }

    /** A question got no answer. */
    void failed() {
        failedNanos = nanoTime.getAsLong();
        failedLast = true;
    }

    boolean isGone() {
        return failedLast && nanoTime.getAsLong() - answeredNanos > GONE_NANOS;
    }

    /** Whether what is known of it is so old that somebody should ask. */
    boolean isStale() {
        long now = nanoTime.getAsLong();
        return now - answeredNanos > STALE_NANOS && now - failedNanos > STALE_NANOS;
    }
}
