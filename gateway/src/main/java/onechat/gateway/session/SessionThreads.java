package onechat.gateway.session;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs what sessions have to do beside their readers, on virtual threads that wait for the next when they are done. Used by many threads at once.
 *
 * <p>The JDK has a thread that is new wait until its scheduler has nothing else to do, which under a full load may be never; one that was parked
 * has its turn with the others. So some threads are there from the start, and what finds none of them idle is run by whichever is free first.
 */
class SessionThreads implements Executor {
    /** Enough that what waits gets on; more come as soon as more is done at once, such as writes to peers that don't read. */
    private static final int FROM_THE_START = 16;
    /** So many stay when there is nothing to do; each keeps as much of its stack as it was deep: a kilobyte after writes, some after a login. */
    private static final int MAX_IDLE = 256;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final IdleThread[] idle = new IdleThread[MAX_IDLE];
    private int idleCount;

    /** Starts the first threads, which end with the process. */
    SessionThreads() {
        for (int i = 0; i < FROM_THE_START; i++) {
            start();
        }
    }

    private void start() {
        Thread.ofVirtual().name("session").start(new IdleThread());
    }

    /** Has a task run on another thread; never blocks. */
    @Override
    public void execute(Runnable task) {
        IdleThread free;
        synchronized (this) {
            free = idleCount == 0 ? null : idle[--idleCount];
            if (free == null) {
                waiting.add(task);
            }
        }
        if (free == null) {
            start();
        } else {
            free.wake(task);
        }
    }

    /**
     * Has a task run on another thread, and waits until that is done: so the stack of the calling one, of which the JDK keeps as much as it was
     * deep when it last waited, stays small.
     *
     * @throws RuntimeException what the task throws
     */
    void run(Runnable task) {
        FutureTask<@Nullable Void> running = new FutureTask<>(task, null);
        execute(running);
        boolean interrupted = false;
        while (true) {
            try {
                running.get();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            } catch (ExecutionException failed) {
                throw unchecked(failed.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    /** What waits longest; null where nothing does: then the thread is idle, or ends as one too many. */
    private synchronized @Nullable Runnable next(IdleThread thread) {
        Runnable next = waiting.poll();
        if (next == null && idleCount < MAX_IDLE) {
            idle[idleCount++] = thread;
            thread.stays = true;
        }
        return next;
    }

    /** One of the threads: does what waits, then stays idle until it is given something. */
    private final class IdleThread implements Runnable {
        private @Nullable Thread thread;
        /** Read by the thread itself only, which wrote it. */
        private boolean stays;

        private volatile @Nullable Runnable given;

        @Override
        public void run() {
            thread = Thread.currentThread();
            while (true) {
                stays = false;
                Runnable task = next(this);
                if (task == null) {
                    if (!stays) {
                        return;
                    }
                    task = await();
                }
                task.run();
            }
        }

        private Runnable await() {
            while (true) {
                Runnable task = given;
                if (task != null) {
                    given = null;
                    return task;
                }
                LockSupport.park(this);
            }
        }

        /** Called by who took it off the idle ones, and so after it was put there. */
        void wake(Runnable task) {
            given = task;
            LockSupport.unpark(thread);
        }
    }
}
