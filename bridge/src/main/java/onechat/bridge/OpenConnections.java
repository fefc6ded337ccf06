package onechat.bridge;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the connections whose listeners have not heard of their end. Safe for use by any thread. */
final class OpenConnections {
    private final Set<BridgeConnection> open = ConcurrentHashMap.newKeySet();

    void add(BridgeConnection connection) {
        open.add(connection);
    }

    synchronized void remove(BridgeConnection connection) {
        open.remove(connection);
        if (open.isEmpty()) {
            notifyAll();
        }
    }

    /** Pings those whose ping is due. Called by one thread at a time. */
    void pingDue(long nowNanos, long intervalNanos) {
        for (BridgeConnection connection : open) {
            connection.pingIfDue(nowNanos, intervalNanos);
        }
    }

    void abortAll() {
        for (BridgeConnection connection : open) {
            connection.abort();
        }
    }

    /**
     * Waits until there are none.
     *
     * @return false if some are left after {@code atMost}
     */
    synchronized boolean awaitNone(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!open.isEmpty()) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }
}
