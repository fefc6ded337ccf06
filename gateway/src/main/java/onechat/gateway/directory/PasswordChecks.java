package onechat.gateway.directory;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import onechat.gateway.signaling.DirectoryUnavailableException;

/**
 * Bounds how many passwords are checked at once, so that a login storm delays logins and nothing else. Used by many threads at
 * once; the checks run on platform threads of its own, since virtual ones would take the carriers from everybody else, and yield
 * the cores to all other work.
 */
public final class PasswordChecks implements AutoCloseable {
    /** How many logins may wait by default; one more is told to come later (10503). */
    public static final int DEFAULT_WAITING = 2_048;
    /** How long a login waits for its check by default; then it is told to come later (10503). */
    public static final Duration DEFAULT_LONGEST_WAIT = Duration.ofSeconds(60);

    private final ThreadPoolExecutor threads;
    private final Duration longestWait;

    /**
     * Threads that wait for checks.
     *
     * @param threads how many checks run at once, 1 or more: one a core
     * @param waiting how many more may wait, 1 or more
     */
    public PasswordChecks(int threads, int waiting, Duration longestWait) {
        ThreadFactory names =
                Thread.ofPlatform().daemon().name("password-check-", 0).factory();
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                work -> names.newThread(ThreadPriority.lowered(work)));
        this.longestWait = longestWait;
    }

    /** One check a core, and the defaults. */
    public PasswordChecks() {
        this(Runtime.getRuntime().availableProcessors(), DEFAULT_WAITING, DEFAULT_LONGEST_WAIT);
    }

    /**
     * The result of a check, once its turn came; blocks until then.
     *
     * @param inVain whether its result is of no use any more, as the directory is gone; asked several times a second
     * @throws DirectoryUnavailableException when too many wait already, when its turn comes too late or in vain, or after {@link #close}
     */
    boolean run(BooleanSupplier check, BooleanSupplier inVain) throws DirectoryUnavailableException {
        try {
            Future<Boolean> result = threads.submit(check::getAsBoolean);
            try {
                return await(result, inVain);
            } finally {
                // Whoever no longer waits for it must not keep the cores busy.
                result.cancel(false);
            }
        } catch (RejectedExecutionException | TimeoutException | CancellationException e) {
            throw new DirectoryUnavailableException("too many logins at once", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryUnavailableException("interrupted while a password was to be checked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be checked", e.getCause());
        }
    }

    private boolean await(Future<Boolean> result, BooleanSupplier inVain)
            throws InterruptedException, ExecutionException, TimeoutException, DirectoryUnavailableException {
        long begun = System.nanoTime();
        while (true) {
            long left = longestWait.toNanos() - (System.nanoTime() - begun);
            try {
                return result.get(Math.min(left, Pulse.LOOK_UP_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (inVain.getAsBoolean()) {
                    throw new DirectoryUnavailableException(
                            "the directory was lost while a password was to be checked", e);
                }
                if (left <= Pulse.LOOK_UP_NANOS) {
                    throw e;
                }
            }
        }
    }

    /** Ends the threads; whoever still waits for a check is told to come later. */
    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof Future<?> result) {
                result.cancel(false);
            }
        }
    }
}
