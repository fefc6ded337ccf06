package onechat.gateway.session;

import java.util.concurrent.TimeUnit;

/**
 * Says whether one more command is within a connection's rate (contract section 3). Confined to the connection's reader.
 *
 * <p>Bursts of five seconds' worth are allowed. One number is its whole state: when the commands taken so far will have been paid for.
 */
final class CommandRate {
    private static final int BURST_SECONDS = 5;

    private final long intervalNanos;
    private final long burstNanos;
    private long paidAtNanos;

    /**
     * Nothing was taken yet.
     *
     * @param perSecond 0 for no limit
     */
    CommandRate(int perSecond, long nowNanos) {
        intervalNanos = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
        burstNanos = intervalNanos * perSecond * BURST_SECONDS;
        paidAtNanos = nowNanos;
    }

    /** Takes one command, or says that it is one too many. */
    boolean tryTake(long nowNanos) {
        long debt = Math.max(0, paidAtNanos - nowNanos);
        if (intervalNanos > 0 && debt + intervalNanos > burstNanos) {
            return false;
        }
        paidAtNanos = nowNanos + debt + intervalNanos;
        return true;
    }
}
