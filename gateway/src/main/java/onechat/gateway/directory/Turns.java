package onechat.gateway.directory;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds how many questions are asked at once, whose askers come in turn. Used by many threads at once, thousands of which may
 * wait.
 */
final class Turns {
    private final List<Semaphore> needed;

    private Turns(List<Semaphore> needed) {
        this.needed = needed;
    }

    /** That many at once. */
    Turns(int atOnce) {
        this(List.of(new Semaphore(atOnce, true)));
    }

    /** Turns among these, of which no more than that many are taken at once. */
    Turns among(int atOnce) {
        return new Turns(List.of(new Semaphore(atOnce, true), needed.getLast()));
    }

    /**
     * Takes a turn, which the caller gives back with {@link #release}.
     *
     * @param deadline in the terms of {@link System#nanoTime}
     * @throws TimeoutException when none came until then
     */
    void take(long deadline) throws InterruptedException, TimeoutException {
        int taken = 0;
        try {
            for (Semaphore each : needed) {
                if (!each.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw new TimeoutException("no turn came in time");
                }
                taken++;
            }
        } finally {
            if (taken < needed.size()) {
                needed.subList(0, taken).forEach(Semaphore::release);
            }
        }
    }

    void release() {
        needed.forEach(Semaphore::release);
    }
}
