package onechat.gateway.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.signaling.Inbox;
import onechat.protocol.Message;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be written to one connection, bounded in octets. Used by many threads at once, of which at most one writes.
 *
 * <p>Whoever flushes a waiting outbox that nobody writes has a virtual thread write it until it is empty; only the
 * connection's own reader writes by itself. So a peer that does not read stalls nobody else.
 */
final class Outbox implements Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** So much at once, so that a slow peer is seen to get on. */
    private static final int MAX_WRITE_BYTES = 65_536;

    private final Connection connection;
    private final Outboxes common;
    private @Nullable List<byte[]> waiting;
    private long bytes;
    /** Of what waits, the octets of the first ones that do not count: they are replayed. */
    private long replayedBytes;

    private boolean writing;
    private int writes;
    /** None yet: the first look begins to watch, also where it meets a write. */
    private int watchedWrites = -1;

    private long watchedSinceNanos;
    private boolean relayWaits;
    private long relayWaitsSinceNanos;
    private boolean shut;
    private boolean overflowed;
    private @Nullable CloseReason closeReason;

    /** Nothing waits. */
    Outbox(Connection connection, Outboxes common) {
        this.connection = connection;
        this.common = common;
    }

    /** Takes a message; past the bound the connection is cut, and everything is dropped from then on. */
    @Override
    public void offer(Message message, byte[] payload) {
        synchronized (this) {
            if (shut) {
                return;
            }
            bytes += payload.length;
            if (!common.isTooMuch(bytes - replayedBytes)) {
                if (!relayWaits && message instanceof Message.Relayed) {
                    relayWaits = true;
                    relayWaitsSinceNanos = common.nanoClock().getAsLong();
                }
                wait(payload);
                return;
            }
            overflowed = true;
            bytes -= payload.length;
            drop();
        }
        cutElsewhere();
    }

    /** Takes what the client missed on the connection before, ahead of all else but the reply to its login; it does not count. */
    void replay(List<byte[]> missed) {
        synchronized (this) {
            if (!shut) {
                for (byte[] payload : missed) {
                    bytes += payload.length;
                    replayedBytes += payload.length;
                    wait(payload);
                }
            }
        }
    }

    /** Whoever offers may hold the lock of a call, and a transport may tell of the end on the thread that cuts. */
    private void cutElsewhere() {
        Thread.ofVirtual().name("cut").start(connection::abort);
    }

    private void wait(byte[] payload) {
        if (waiting == null) {
            waiting = new ArrayList<>(4);
        }
        waiting.add(payload);
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
            common.threads().execute(this::writeAll);
        }
    }

    /** Writes what waits on the calling thread, which is the connection's own reader; what comes meanwhile is left to another. */
    void flushHere() {
        if (beginWriting() && writeOnce()) {
            common.threads().execute(this::writeAll);
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
        boolean timed;
        long sinceNanos;
        synchronized (this) {
            batch = waiting;
            waiting = null;
            timed = relayWaits;
            relayWaits = false;
            sinceNanos = relayWaitsSinceNanos;
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
        boolean more = write(batch);
        if (timed) {
            common.observer().relayed(common.nanoClock().getAsLong() - sinceNanos);
        }
        return more;
    }

    private boolean write(List<byte[]> batch) {
        try {
            int from = 0;
            while (from < batch.size()) {
                int to = endOfWrite(batch, from);
                List<byte[]> part = to - from == batch.size() ? batch : batch.subList(from, to);
                connection.write(part);
                written(part);
                from = to;
            }
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
            writing = waiting != null || closeReason != null;
            return writing;
        }
    }

    private static int endOfWrite(List<byte[]> batch, int from) {
        long length = batch.get(from).length;
        int to = from + 1;
        while (to < batch.size() && length + batch.get(to).length <= MAX_WRITE_BYTES) {
            length += batch.get(to).length;
            to++;
        }
        return to;
    }

    private synchronized void written(List<byte[]> part) {
        for (byte[] payload : part) {
            bytes -= payload.length;
            replayedBytes = Math.max(0, replayedBytes - payload.length);
        }
        writes++;
    }

    /**
     * Whether one write has gone on for too long, as far as was seen: no network has a time-out for that. Called by one thread, regularly.
     *
     * @param timeoutNanos 0 for no limit
     */
    synchronized boolean hangs(long nowNanos, long timeoutNanos) {
        if (!writing || writes != watchedWrites) {
            watchedWrites = writes;
            watchedSinceNanos = nowNanos;
            return false;
        }
        return timeoutNanos > 0 && nowNanos - watchedSinceNanos > timeoutNanos;
    }

    private void giveUp() {
        synchronized (this) {
            drop();
            writing = false;
            bytes = 0; // what was being written is given up too
        }
        connection.abort();
    }

    private void drop() {
        shut = true;
        if (waiting != null) {
            for (byte[] payload : waiting) {
                bytes -= payload.length;
            }
        }
        waiting = null;
        closeReason = null;
    }

    /** Whether the connection was cut because too much waited. */
    synchronized boolean overflowed() {
        return overflowed;
    }

    /** The octets that wait or are being written. */
    synchronized long bytes() {
        return bytes;
    }
}
