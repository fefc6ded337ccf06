package onechat.gateway.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Does the same for many clients at once, each on a thread of its own. Used by one thread. */
final class Crowd {
    /** As many connect or log in at once as a small machine does quickly. */
    private static final int AT_ONCE = 50;

    private Crowd() {}

    /** What each does; may block, and fail. */
    interface Deed<T, R> {
        R of(T one) throws Exception;
    }

    /** What came of each, in their order, once all are done; all at the same time, as they wait for something. */
    static <T, R> List<R> all(List<T> each, Deed<T, R> deed) {
        return all(each, Integer.MAX_VALUE, deed);
    }

    /** The same for what the server has work with: a few at a time. */
    static <T, R> List<R> someAtOnce(List<T> each, Deed<T, R> deed) {
        return all(each, AT_ONCE, deed);
    }

    private static <T, R> List<R> all(List<T> each, int atOnce, Deed<T, R> deed) {
        Semaphore turns = new Semaphore(atOnce);
        List<Future<R>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T one : each) {
                running.add(threads.submit(() -> {
                    turns.acquire();
                    try {
                        return deed.of(one);
                    } finally {
                        turns.release();
                    }
                }));
            }
        }
        List<R> results = new ArrayList<>();
        for (Future<R> done : running) {
            results.add(resultOf(done));
        }
        return results;
    }

    /** What a thread came to; its failure is the test's. */
    static <R> R resultOf(Future<R> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new AssertionError("one of them failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
