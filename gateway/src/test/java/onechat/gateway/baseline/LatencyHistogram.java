package onechat.gateway.baseline;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;

/** Counts times in buckets that are at most a thirty-second of them wide. Used by many threads at once. */
final class LatencyHistogram {
    private static final int STEPS = 32;
    private static final int STEP_BITS = 5;

    private final AtomicLongArray counts = new AtomicLongArray(64 * STEPS);
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);

    void add(long nanos) {
        counts.incrementAndGet(bucket(nanos));
        max.accumulate(nanos);
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) Math.max(nanos, 0);
        }
        int shift = 63 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
        return (shift + 1) * STEPS + (int) (nanos >> shift) - STEPS;
    }

    /** The greatest time that falls into the bucket. */
    private static long top(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((bucket % STEPS + STEPS + 1L) << shift) - 1;
    }

    /** The time, in microseconds, that a share of all times is not over; 0 where there are none. */
    double micros(double share) {
        long all = 0;
        for (int i = 0; i < counts.length(); i++) {
            all += counts.get(i);
        }
        long wanted = (long) Math.ceil(all * share);
        long sum = 0;
        for (int i = 0; i < counts.length() && all > 0; i++) {
            sum += counts.get(i);
            if (sum >= wanted) {
                return Math.min(top(i), max.get()) / 1e3;
            }
        }
        return 0;
    }

    double maxMicros() {
        return max.get() / 1e3;
    }
}
