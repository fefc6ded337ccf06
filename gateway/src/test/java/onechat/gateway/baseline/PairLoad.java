package onechat.gateway.baseline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Has every pair send as fast as its acks come, and measures what that costs the server and how long the candidates take to arrive. Started by one
 * thread, with two virtual threads for each pair.
 *
 * <p>A candidate is counted when its receiver has it. In the end everything that was sent has to be acked, and to have arrived.
 */
final class PairLoad {
    private static final int MAX_OUTSTANDING = 1_024;
    private static final int MAX_UNDER_WAY = 65_536;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    private final List<? extends LoadedPair> pairs;
    private final int outstanding;
    private final Duration patience;
    private final AtomicLong arrived = new AtomicLong();
    private final Histogram arrivals = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
    private volatile boolean measuring;
    private volatile boolean over;

    /**
     * Of pairs that are connected.
     *
     * @param outstanding how many candidates of a pair wait for their acks at most, 1 to 1,024
     * @param patience how long the last may take to arrive
     */
    PairLoad(List<? extends LoadedPair> pairs, int outstanding, Duration patience) {
        if (outstanding < 1 || outstanding > MAX_OUTSTANDING) {
            throw new IllegalArgumentException("1 to 1,024 are outstanding");
        }
        this.pairs = pairs;
        this.outstanding = outstanding;
        this.patience = patience;
    }

    /**
     * Runs the load, and waits until everything that was sent has arrived.
     *
     * @param warmUp how long the same load runs before anything is measured
     * @param serverPid the process whose CPU time is read
     * @throws IllegalStateException when something was lost, doubled or out of order, or a connection failed
     */
    LoadResult run(Duration warmUp, Duration time, long serverPid) throws InterruptedException {
        List<FutureTask<Void>> flows = pairs.stream().map(this::begin).toList();
        Thread.sleep(warmUp); // that much time is what warms up
        ProcessHandle server = ProcessHandle.of(serverPid).orElseThrow();
        double serverBefore = cpuSeconds(server);
        double ownBefore = cpuSeconds(ProcessHandle.current());
        long arrivedBefore = arrived.get();
        long begin = System.nanoTime();
        measuring = true;
        Thread.sleep(time); // that much time is what is measured
        measuring = false;
        double took = (System.nanoTime() - begin) / 1e9;
        long relays = arrived.get() - arrivedBefore;
        double serverCpu = cpuSeconds(server) - serverBefore;
        double ownCpu = cpuSeconds(ProcessHandle.current()) - ownBefore;
        over = true;
        for (FutureTask<Void> flow : flows) {
            await(flow);
        }
        return new LoadResult(
                relays,
                took,
                relays / took,
                micros(50),
                micros(99),
                micros(99.9),
                micros(100),
                serverCpu,
                serverCpu * 1e6 / relays,
                ownCpu,
                ownCpu / took / Runtime.getRuntime().availableProcessors());
    }

    private double micros(double percentile) {
        return arrivals.getValueAtPercentile(percentile) / 1e3;
    }

    /** Of all its threads, those that have ended too, in user and in kernel mode, as Linux counts it. */
    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private FutureTask<Void> begin(LoadedPair pair) {
        FutureTask<Void> flow = new FutureTask<>(new Flow(pair)::run, null);
        Thread.ofVirtual().name("load-pair").start(flow);
        return flow;
    }

    private void await(FutureTask<Void> flow) throws InterruptedException {
        try {
            flow.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a pair failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("an ack was lost", e);
        }
    }

    /** What one pair does: its calling thread sends, and a second one receives. */
    private final class Flow {
        private final LoadedPair pair;
        /** When each candidate was sent, by its number modulo the length. */
        private final AtomicLongArray sentNanos = new AtomicLongArray(MAX_UNDER_WAY);

        private final AtomicLong sent = new AtomicLong();
        private final AtomicLong received = new AtomicLong();
        private volatile boolean closed;

        Flow(LoadedPair pair) {
            this.pair = pair;
        }

        void run() {
            FutureTask<Void> receiver = new FutureTask<>(this::receiveAll, null);
            Thread.ofVirtual().name("load-receiver").start(receiver);
            try (pair) {
                sendAll();
                awaitArrivals(receiver);
                closed = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void sendAll() throws IOException {
            send(outstanding);
            int waiting = outstanding;
            while (waiting > 0) {
                int came = pair.awaitAcks();
                waiting -= came;
                if (!over) {
                    send(came);
                    waiting += came;
                }
            }
        }

        private void send(int count) throws IOException {
            long now = System.nanoTime();
            long first = sent.get();
            if (first + count - received.get() > MAX_UNDER_WAY) {
                throw new IllegalStateException("a receiver is too far behind what is acked");
            }
            for (int i = 0; i < count; i++) {
                sentNanos.set(place(first + i), now);
            }
            sent.set(first + count);
            pair.send(count);
        }

        private static int place(long number) {
            return (int) (number % MAX_UNDER_WAY);
        }

        private void awaitArrivals(FutureTask<Void> receiver) {
            long until = System.nanoTime() + patience.toNanos();
            while (received.get() < sent.get() && !receiver.isDone()) {
                if (System.nanoTime() - until > 0) {
                    throw new IllegalStateException(sent.get() - received.get() + " candidates were lost");
                }
                LockSupport.parkNanos(1_000_000);
            }
            if (receiver.isDone()) {
                throw new IllegalStateException("a receiver failed", receiver.exceptionNow());
            }
        }

        private void receiveAll() {
            try {
                while (true) {
                    int came = pair.receive();
                    long now = System.nanoTime();
                    long first = received.get();
                    for (int i = 0; i < came && measuring; i++) {
                        arrivals.recordValue(Math.min(now - sentNanos.get(place(first + i)), LONGEST_NANOS));
                    }
                    received.set(first + came);
                    arrived.addAndGet(came);
                }
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
