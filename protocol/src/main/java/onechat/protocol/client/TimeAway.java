package onechat.protocol.client;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps the time that a client is without a connection: since when, how long until it gives up, when it tries again. Confined to the reader thread. */
final class TimeAway {
    private final LongSupplier nanoTime;
    private final BackOff backOff;
    private final ClientSession session;
    private boolean behind;
    private long behindSinceNanos;
    private long lostNanos;
    private long resumedNanos;
    private int tries;

    TimeAway(LongSupplier nanoTime, BackOff backOff, ClientSession session) {
        this.nanoTime = nanoTime;
        this.backOff = backOff;
        this.session = session;
    }

    /** A connection that the session went on with was lost. */
    void begin() {
        lostNanos = nanoTime.getAsLong();
        if (!behind) {
            behind = true;
            behindSinceNanos = lostNanos;
        }
        // A server that resumes and breaks at once is not run against without a pause.
        if (lostNanos - resumedNanos >= backOff.longest().toNanos()) {
            tries = 0;
        }
    }

    /** Whether frames that were sent meanwhile are still to come. */
    boolean isBehind() {
        return behind;
    }

    /** The whole seconds since the first connection was lost of those whose frames are still to come; 0 where none are. */
    long secondsBehind() {
        return behind ? TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - behindSinceNanos) : 0;
    }

    /** How long the session may still be there, 0 or more. */
    long nanosLeft() {
        return Math.max(0, session.nanosToTheEnd() - (nanoTime.getAsLong() - lostNanos));
    }

    /** How long to wait before the next try, which counts as failed until the session is resumed. */
    long nanosToTheNextTry() {
        long nanos = Math.min(backOff.nanosAfter(tries), nanosLeft());
        tries++;
        return nanos;
    }

    /** The server continues the session. */
    void resumed() {
        resumedNanos = nanoTime.getAsLong();
    }

    /** All frames that were sent meanwhile are there. */
    void caughtUp() {
        behind = false;
    }
}
