package onechat.gateway.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import onechat.gateway.command.CommandFailedException;

/**
 * The course of one benchmark: tells once a second how far it is, and ends it early on Ctrl-C, with what was measured so far. Confined to one
 * thread; the signal comes on another.
 */
final class Course implements AutoCloseable {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(20);
    /** What the rest may take after Ctrl-C. */
    private static final Duration FAREWELL = Duration.ofSeconds(15);

    /** Says how far it is. */
    @FunctionalInterface
    interface Progress {
        String line();
    }

    /** Looked at all the time. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws CommandFailedException;
    }

    private final PrintStream err;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private long nextLine;

    /** @param err takes the progress */
    Course(PrintStream err) {
        this.err = err;
        this.hook = new Thread(this::interrupted, "bench-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The process is ending, and waits until what was measured is told. */
    private void interrupted() {
        stopped.countDown();
        try {
            ended.await(FAREWELL.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether somebody pressed Ctrl-C. */
    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits until the condition holds, for so long at most; whether it does. */
    boolean await(Duration time, Condition condition, Progress progress) throws CommandFailedException {
        long now = System.nanoTime();
        long deadline = now + time.toNanos();
        nextLine = now + SECOND;
        while (now - deadline < 0) {
            if (condition.holds()) {
                return true;
            }
            tell(now, progress);
            sleep(Math.min(STEP, deadline - now));
            now = System.nanoTime();
        }
        return condition.holds();
    }

    private void tell(long now, Progress progress) {
        if (now - nextLine >= 0) {
            err.println(progress.line());
            nextLine += SECOND;
        }
    }

    private void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            stopped.countDown();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            assert isStopped() : e; // the process is ending by now
        }
    }
}
