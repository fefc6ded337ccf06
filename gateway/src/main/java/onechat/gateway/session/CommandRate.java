package onechat.gateway.session;

import java.util.concurrent.TimeUnit;

/**
 * How many commands a connection may send (contract section 3): so many a second, and bursts of five seconds' worth. Immutable.
 *
 * <p>One number is a connection's whole state: when the commands taken so far will have been paid for. At first that is the time of its beginning.
 */
final class CommandRate {
    private static final int BURST_SECONDS = 5;

    private final long intervalNanos;
    private final long burstNanos;

    /** @param perSecond 0 for no limit */
    CommandRate(int perSecond) {
        intervalNanos = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
        burstNanos = intervalNanos * perSecond * BURST_SECONDS;
    }

    /** Whether one more command is not too many. */
    boolean allowsOneMore(long paidAtNanos, long nowNanos) {
        return intervalNanos == 0 || debt(paidAtNanos, nowNanos) + intervalNanos <= burstNanos;
    }

    /** When they will have been paid for with one more. */
    long paidAtWithOneMore(long paidAtNanos, long nowNanos) {
        return nowNanos + debt(paidAtNanos, nowNanos) + intervalNanos;
    }

    private static long debt(long paidAtNanos, long nowNanos) {
        return Math.max(0, paidAtNanos - nowNanos);
    }
}
