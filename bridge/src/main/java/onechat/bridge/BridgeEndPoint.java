package onechat.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a socket what Jetty keeps to itself: that all octets read are used up, or that no whole HTTP request came for too long.
 * Reading is done by one thread at a time, the rest by any thread.
 *
 * <p>Jetty's idle timeout begins anew with every octet, and its WebSocket frames come without a hint whether more of them were read already.
 */
final class BridgeEndPoint extends SocketChannelEndPoint {
    private final boolean plain;
    private volatile long lastRequestNanos;
    private volatile @Nullable Runnable beforeRead;

    /** @param plain whether HTTP is spoken right on the socket; with TLS between them, that says when its reader asks for more */
    BridgeEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            long nowNanos,
            boolean plain) {
        super(channel, selector, key, scheduler);
        this.lastRequestNanos = nowNanos;
        this.plain = plain;
    }

    /** The socket under an end point that HTTP or WebSocket is spoken on. */
    static BridgeEndPoint under(EndPoint endPoint) {
        return switch (endPoint) {
            case BridgeEndPoint socket -> socket;
            case EndPoint.Wrapper layer -> under(layer.unwrap());
            default -> throw new IllegalArgumentException("no socket of the bridge's");
        };
    }

    /** The header block of a request is whole. */
    void requestCame(long nowNanos) {
        lastRequestNanos = nowNanos;
    }

    /** The connection speaks WebSocket from now on. {@code beforeRead} is run by the reader each time before it asks for octets. */
    void upgraded(Runnable beforeRead) {
        this.beforeRead = beforeRead;
    }

    /** Cuts the connection if it speaks HTTP and its last request, or its opening, is longer ago than {@code timeoutNanos}. */
    void cutIfOverdue(long nowNanos, long timeoutNanos) {
        if (beforeRead == null && nowNanos - lastRequestNanos > timeoutNanos) {
            close();
        }
    }

    /** The reader is about to ask for more octets. */
    void beforeRead() {
        Runnable task = beforeRead;
        if (task != null) {
            task.run();
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (plain) {
            beforeRead();
        }
        return super.fill(buffer);
    }
}
