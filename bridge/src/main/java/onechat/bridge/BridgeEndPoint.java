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
 * A socket that tells when its reader asks for more, and that is cut when it goes without a whole HTTP request for too long.
 * Reading is done by one thread at a time, the rest by any thread.
 *
 * <p>Jetty itself tells neither: its idle timeout begins anew with every octet, and its WebSocket frames come without a hint whether
 * more of them were read already.
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
