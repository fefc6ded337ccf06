package onechat.gateway.bench;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Keeps the connections of clients that say nothing else. Used by many threads at once; pings from one of its own until it is closed. */
final class Heartbeats implements AutoCloseable {
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Queue<BenchClient> clients = new ConcurrentLinkedQueue<>();
    private final LongSupplier nanoClock;
    private volatile boolean over;

    Heartbeats() {
        this(System::nanoTime);
    }

    /** With another clock. */
    Heartbeats(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        Thread.ofVirtual().name("bench-heartbeats").start(this::beat);
    }

    /** From now on this one too. */
    void keep(BenchClient client) {
        clients.add(client);
    }

    private void beat() {
        while (!over) {
            long now = nanoClock.getAsLong();
            clients.removeIf(client -> !beat(client, now));
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    /** Whether its connection lives; if not, its reader says why. */
    private static boolean beat(BenchClient client, long now) {
        try {
            client.beat(now);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
