package onechat.gateway.directory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator once that the database fails, and once that it is back, however many ask it meanwhile. Used by many threads at
 * once.
 */
final class OutageLog {
    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
    /** A database that answers now and then has not come back. */
    private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile long lastFailureNanos;

    /** A log of no outage yet, with a clock that never goes back, in nanoseconds. */
    OutageLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A question got no answer. */
    void failed(String why) {
        lastFailureNanos = nanoTime.getAsLong();
        if (failing.compareAndSet(false, true)) {
            LOG.warn("the directory fails, and logins, creates and joins are refused until it is back: {}", why);
        }
    }

    /** A question got its answer. */
    void answered() {
        if (failing.get()
                && nanoTime.getAsLong() - lastFailureNanos > QUIET_NANOS
                && failing.compareAndSet(true, false)) {
            LOG.info("the directory is back");
        }
    }
}
