package onechat.gateway.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Holds threads at a point of the code until it is opened, and counts them. Used by many threads at once. */
final class Gate {
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger reached = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<Thread> starters = new ArrayList<>();

    /** The point; whoever comes here waits, unless interrupted. */
    void pass() {
        reached.incrementAndGet();
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inside.decrementAndGet();
        }
    }

    /** Starts threads whose work comes by the gate, and waits until that many have reached it and the others wait elsewhere. */
    void start(int threads, int reaching, Runnable work) {
        for (int i = 0; i < threads; i++) {
            starters.add(Thread.ofPlatform().daemon().start(work));
        }
        Awaitility.await()
                .until(() -> reached.get() >= reaching && starters.stream().allMatch(Gate::isWaiting));
    }

    /** How many have come to the point, so far. */
    int reached() {
        return reached.get();
    }

    /** The most that were at the point at once, so far. */
    int most() {
        return most.get();
    }

    /** Lets everybody through, and waits for those that were started. */
    void open() throws InterruptedException {
        open.countDown();
        for (Thread starter : starters) {
            starter.join();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        };
    }
}
