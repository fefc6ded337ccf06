package onechat.gateway.directory;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;

/** Counts the failed logins of one name, address, or name from one address. Guarded by the lock of its {@link LoginAttempts}. */
final class FailureTally {
    private static final long WINDOW_NANOS = Duration.ofMinutes(15).toNanos();

    private final ThrottleKey key;
    private final int limit;
    private final Condition freed;
    /** When the failures were, the oldest first; as long as the limit at most. */
    private long[] failedAt = new long[1];

    private int failures;
    private int underWay;
    private int holders;

    /**
     * A tally of nothing yet.
     *
     * @param freed of the lock; one of those who wait on it is woken when there is something to see
     */
    FailureTally(ThrottleKey key, int limit, Condition freed) {
        this.key = key;
        this.limit = limit;
        this.freed = freed;
    }

    ThrottleKey key() {
        return key;
    }

    /** An attempt looks at this tally, and it must not be forgotten meanwhile. */
    void hold() {
        holders++;
    }

    void letGo() {
        holders--;
    }

    boolean isHeld() {
        return holders > 0;
    }

    /** Forgets the failures that are 15 minutes old. */
    void expire(long now) {
        int old = 0;
        while (old < failures && now - failedAt[old] >= WINDOW_NANOS) {
            old++;
        }
        if (old > 0) {
            failures -= old;
            System.arraycopy(failedAt, old, failedAt, 0, failures);
        }
    }

    boolean isEmpty() {
        return failures == 0;
    }

    /** Whether so many logins failed that the next is refused unseen. */
    boolean isExhausted() {
        return failures >= limit;
    }

    /** Whether one more login may be tried now: if all that are under way fail, the limit still holds. */
    boolean hasRoom() {
        return failures + underWay < limit;
    }

    void begin() {
        underWay++;
    }

    void end() {
        underWay--;
    }

    void fail(long now) {
        if (failures == failedAt.length) {
            failedAt = Arrays.copyOf(failedAt, Math.min(limit, failures * 2));
        }
        failedAt[failures++] = now;
    }

    void forget() {
        failures = 0;
    }

    /** Where an attempt that waits for room here waits. */
    Condition freed() {
        return freed;
    }

    /** Wakes one who waits, where there is something to see; who is woken does the same when done with looking. */
    void wakeNext() {
        if (hasRoom() || isExhausted()) {
            freed.signal();
        }
    }
}
