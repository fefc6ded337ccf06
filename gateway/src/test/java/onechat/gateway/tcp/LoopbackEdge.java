package onechat.gateway.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** A TCP edge on a free port of the loopback, whose connections a test sees as lists. Used by many threads at once. */
final class LoopbackEdge implements AutoCloseable {
    static final int MAX_PAYLOAD_BYTES = 65_536;

    private final BlockingQueue<ListedConnection> accepted = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private final TcpEdge edge;

    /** Begins to accept; each payload is handed to {@code onPayload} on its connection's reader. */
    LoopbackEdge(BiConsumer<ListedConnection, String> onPayload) throws IOException {
        edge = new TcpEdge(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                MAX_PAYLOAD_BYTES,
                null,
                nanos::get,
                connection -> {
                    ListedConnection listed = new ListedConnection(connection, onPayload);
                    accepted.add(listed);
                    return listed;
                });
        edge.start();
    }

    InetSocketAddress address() {
        return edge.address();
    }

    /** Lets time pass on the edge's clock, which stands still otherwise. */
    void passSeconds(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    RawClient connect() throws IOException {
        return new RawClient(edge.address());
    }

    /** The server's side of the next connection; waits for it. */
    ListedConnection accepted() throws InterruptedException {
        ListedConnection next = accepted.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("nobody connected");
        }
        return next;
    }

    @Override
    public void close() {
        edge.close();
    }
}
