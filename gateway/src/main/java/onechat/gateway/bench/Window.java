package onechat.gateway.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import onechat.gateway.command.CommandFailedException;

/** The time that is measured, and the one before it that is not. Used by one thread; the switch may be read by all. */
final class Window {
    private final Measurement measurement;
    private final Readers readers;
    private final String what;
    private final LongSupplier done;
    private volatile boolean open;

    /**
     * A window that has not begun.
     *
     * @param readers whose first failure ends it
     * @param what is done, in the plural
     * @param done how many so far
     */
    Window(Measurement measurement, Readers readers, String what, LongSupplier done) {
        this.measurement = measurement;
        this.readers = readers;
        this.what = what;
        this.done = done;
    }

    /**
     * What was done in the time that was measured.
     *
     * @param done how many
     * @param cost of it
     */
    record Measured(long done, Usage.Cost cost) {}

    /** Whether what happens now counts. */
    boolean isOpen() {
        return open;
    }

    /** Lets both times pass, or less on Ctrl-C. */
    Measured measure(Duration warmup, Duration time) throws CommandFailedException {
        pass(warmup, "warm-up");
        Usage usage = measurement.usage();
        long doneBefore = done.getAsLong();
        Usage.Mark before = usage.mark();
        open = true;
        pass(time, "measuring");
        long doneNow = done.getAsLong() - doneBefore;
        Usage.Cost cost = usage.since(before);
        open = false;
        return new Measured(doneNow, cost);
    }

    private void pass(Duration time, String phase) throws CommandFailedException {
        Course course = measurement.course();
        course.await(
                time,
                () -> {
                    readers.check();
                    return course.isStopped();
                },
                new Speed(phase, time));
    }

    /** Tells the speed since it last told it. */
    private final class Speed implements Course.Progress {
        private final String phase;
        private final Duration time;
        private final long begin = System.nanoTime();
        private long last = begin;
        private long lastDone = done.getAsLong();

        Speed(String phase, Duration time) {
            this.phase = phase;
            this.time = time;
        }

        @Override
        public String line() {
            long now = System.nanoTime();
            long doneNow = done.getAsLong();
            double speed = (doneNow - lastDone) * 1e9 / (now - last);
            last = now;
            lastDone = doneNow;
            return String.format(
                    Locale.ROOT,
                    "%s: %d s of %d, %,.0f %s/s",
                    phase,
                    Math.round((now - begin) / 1e9),
                    time.toSeconds(),
                    speed,
                    what);
        }
    }
}
