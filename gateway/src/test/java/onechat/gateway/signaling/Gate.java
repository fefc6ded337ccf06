package onechat.gateway.signaling;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds one thread at a point that a test names, until the test lets it go on. Used by many threads at once. */
public final class Gate {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Says that the thread is here, and waits. */
    public void pass() {
        reached.countDown();
        await(opened);
    }

    /** Waits until a thread is at the gate. */
    public void awaitReached() {
        await(reached);
    }

    /** Lets it go on, and everybody who comes later. */
    public void open() {
        opened.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came to the gate, or nobody opened it");
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
