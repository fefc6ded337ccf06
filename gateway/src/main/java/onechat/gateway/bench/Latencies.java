package onechat.gateway.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/** How long things took, exact to a thousandth. Used by many threads at once. */
final class Latencies {
    private static final long FINEST_NANOS = 128;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    /** Several, so that those who count at once seldom meet. */
    private final AtomicHistogram[] parts;

    Latencies() {
        parts = new AtomicHistogram[4 * Runtime.getRuntime().availableProcessors()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new AtomicHistogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);
        }
    }

    /** @param by a number of whoever counts */
    void add(int by, long nanos) {
        parts[Math.floorMod(by, parts.length)].recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /** All so far. */
    Distribution total() {
        Histogram total = new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);
        for (AtomicHistogram part : parts) {
            total.add(part);
        }
        return new Distribution(total);
    }

    /** What was counted. Immutable. */
    static final class Distribution {
        private static final double NANOS_PER_MICRO = 1e3;

        private final Histogram all;

        Distribution(Histogram all) {
            this.all = all;
        }

        /** Adds it to a report; where nothing was counted, there is nothing to say. */
        Report add(Report report, String what) {
            return all.getTotalCount() == 0
                    ? report
                    : report.number("p50_us", what + ", p50", micros(50), 1, "us")
                            .number("p99_us", what + ", p99", micros(99), 1, "us")
                            .number("p99_9_us", what + ", p99.9", micros(99.9), 1, "us")
                            .number("max_us", what + ", longest", all.getMaxValue() / NANOS_PER_MICRO, 1, "us");
        }

        private double micros(double percentile) {
            return all.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
        }
    }
}
