package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The threads that write outboxes and ask the directory. */
class SessionThreadsTest {
    private final SessionThreads threads = new SessionThreads();

    /** Two virtual threads that wake each other for ever: whatever carries them is never without something to do. */
    private static final class PingPong implements AutoCloseable {
        private final List<Thread> both = new ArrayList<>();
        private final AtomicReference<Runnable> aside = new AtomicReference<>();
        private volatile boolean over;
        private final AtomicInteger turns = new AtomicInteger();

        PingPong() {
            CountDownLatch known = new CountDownLatch(1);
            for (int i = 0; i < 2; i++) {
                int other = 1 - i;
                both.add(Thread.ofVirtual().unstarted(() -> {
                    await(known);
                    while (!over) {
                        turns.incrementAndGet();
                        Optional.ofNullable(aside.getAndSet(null)).ifPresent(Runnable::run);
                        LockSupport.unpark(both.get(other));
                        LockSupport.park();
                    }
                }));
            }
            both.forEach(Thread::start);
            known.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            over = true;
            both.forEach(LockSupport::unpark);
        }
    }

    /** With a thread of its own that is new, the task would wait for ever. */
    @Test
    void runATaskHoweverMuchTheSchedulerHasToDo() throws InterruptedException {
        threads.run(() -> {}); // some are idle
        List<PingPong> load = new ArrayList<>();
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
            load.add(new PingPong());
        }
        try {
            await().until(() ->
                    load.stream().filter(pair -> pair.turns.get() > 100).count()
                            >= Runtime.getRuntime().availableProcessors());
            AtomicBoolean run = new AtomicBoolean();
            // On a virtual thread, as readers are.
            load.getFirst().aside.set(() -> threads.execute(() -> run.set(true)));
            await().untilTrue(run);
        } finally {
            load.forEach(PingPong::close);
        }
    }

    @Test
    void runAsManyTasksAtOnceAsThereAre() {
        int tasks = 1_000;
        CountDownLatch atOnce = new CountDownLatch(tasks);
        CountDownLatch over = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            threads.execute(() -> {
                atOnce.countDown();
                PingPong.await(atOnce);
                over.countDown();
            });
        }
        await().until(() -> over.getCount() == 0);
    }

    @Test
    void areUsedAgain() {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 1_000; i++) {
            threads.run(() -> used.add(Thread.currentThread()));
        }
        assertThat(used).hasSizeLessThan(100);
    }

    @Test
    void runOnAnotherThreadAndTellWhatItThrew() {
        Thread[] ran = new Thread[1];
        threads.run(() -> ran[0] = Thread.currentThread());
        assertThat(ran[0]).isNotSameAs(Thread.currentThread());
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> threads.run(() -> {
                    throw new IllegalArgumentException("wrong");
                }));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> threads.run(() -> {
                    throw new AssertionError("worse");
                }));
    }

    @Test
    void aTaskIsWaitedForWhereTheCallerIsInterruptedMeanwhile() {
        Thread caller = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        threads.run(() -> {
            caller.interrupt();
            LockSupport.parkNanos(1_000_000);
            done.set(true);
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).isTrue();
    }
}
