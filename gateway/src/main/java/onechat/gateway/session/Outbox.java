package onechat.gateway.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.signaling.Inbox;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be written to one connection, bounded in octets. Used by many threads at once, of which at most one writes.
 *
 * <p>Whoever flushes a waiting outbox that nobody writes starts a virtual thread for it that lives until the outbox is empty; only the
 * connection's own reader writes by itself. So a peer that does not read stalls nobody else.
 */
final class Outbox implements Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Connection connection;
    private final int maxBytes;
    private @Nullable List<byte[]> waiting;
    private long bytes;
    private boolean writing;
    private boolean shut;
    private @Nullable CloseReason closeReason;

    Outbox(Connection connection, int maxBytes) {
        this.connection = connection;
        this.maxBytes = maxBytes;
    }

    /** Takes a payload; past the bound the connection is cut, and everything is dropped from then on. */
    @Override
    public void offer(byte[] payload) {
        synchronized (this) {
            if (shut) {
                return;
            }
            bytes += payload.length;
            if (bytes <= maxBytes) {
                if (waiting == null) {
                    waiting = new ArrayList<>(4);
                }
                waiting.add(payload);
                return;
            }
            drop();
        }
        connection.abort();
    }

    /** Takes nothing more, and closes the connection when all that waits is written. The first reason counts. */
    void close(CloseReason reason) {
        synchronized (this) {
            if (!shut) {
                shut = true;
                closeReason = reason;
            }
        }
    }

    @Override
    public void flush() {
        if (beginWriting()) {
            Thread.ofVirtual().name("outbox").start(this::writeAll);
        }
    }

    /** Writes what waits on the calling thread, which is the connection's own reader; what comes meanwhile is left to another. */
    void flushHere() {
        if (beginWriting() && writeOnce()) {
            Thread.ofVirtual().name("outbox").start(this::writeAll);
        }
    }

    private synchronized boolean beginWriting() {
        if (writing || (waiting == null && closeReason == null)) {
            return false;
        }
        writing = true;
        return true;
    }

    private void writeAll() {
        boolean more = true;
        while (more) {
            more = writeOnce();
        }
    }

    /** Writes what waits now, or closes; true when there is more to do, which then is the caller's duty. */
    private boolean writeOnce() {
        List<byte[]> batch;
        CloseReason closing;
        synchronized (this) {
            batch = waiting;
            waiting = null;
            closing = closeReason;
            if (batch == null) {
                writing = false;
                closeReason = null;
            }
        }
        if (batch == null) {
            if (closing != null) {
                connection.close(closing);
            }
            return false;
        }
        return write(batch);
    }

    private boolean write(List<byte[]> batch) {
        try {
            connection.write(batch);
        } catch (IOException broken) {
            // The reader learns of it too and tells the listener; here only what waits is given up.
            giveUp();
            return false;
        } catch (RuntimeException bug) {
            LOG.error("an edge failed to write", bug);
            giveUp();
            return false;
        }
        synchronized (this) {
            for (byte[] payload : batch) {
                bytes -= payload.length;
            }
            writing = waiting != null || closeReason != null;
            return writing;
        }
    }

    private void giveUp() {
        synchronized (this) {
            drop();
            writing = false;
        }
        connection.abort();
    }

    private void drop() {
        shut = true;
        waiting = null;
        closeReason = null;
    }

    /** The octets that wait or are being written. */
    synchronized long bytes() {
        return bytes;
    }
}
