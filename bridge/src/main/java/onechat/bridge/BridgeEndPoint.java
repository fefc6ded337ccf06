package onechat.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
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
    private volatile long lastRequestNanos;
    private volatile @Nullable Runnable beforeRead;

    BridgeEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, long nowNanos) {
        super(channel, selector, key, scheduler);
        this.lastRequestNanos = nowNanos;
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

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        Runnable task = beforeRead;
        if (task != null) {
            task.run();
        }
        return super.fill(buffer);
    }
}
