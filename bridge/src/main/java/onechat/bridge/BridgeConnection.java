package onechat.bridge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * Sends payloads, pings and the close of one WebSocket connection (contract section 1.2). {@link #write} is called by one thread at a
 * time, everything else by any thread at any time.
 */
final class BridgeConnection implements Connection {
    /** How long the peer has to answer a close before it is cut. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final CoreSession session;
    private final String remoteAddress;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean pinging = new AtomicBoolean();
    private volatile @Nullable Future<?> cut;
    private long nextPingNanos;

    /** @param nextPingNanos when the first ping is due, in the time of {@link #pingIfDue} */
    BridgeConnection(CoreSession session, String remoteAddress, ScheduledExecutorService timer, long nextPingNanos) {
        this.session = session;
        this.remoteAddress = remoteAddress;
        this.timer = timer;
        this.nextPingNanos = nextPingNanos;
    }

    @Override
    public void write(List<byte[]> payloads) throws IOException {
        if (payloads.isEmpty()) {
            return;
        }
        // Jetty gathers the frames marked as batch, and sends them with the first one that is not.
        int last = payloads.size() - 1;
        for (int i = 0; i < last; i++) {
            session.sendFrame(text(payloads.get(i)), Callback.NOOP, true);
        }
        Callback.Completable sent = new Callback.Completable();
        session.sendFrame(text(payloads.get(last)), sent, false);
        await(sent);
    }

    @Override
    public void close(CloseReason reason) {
        if (closing.compareAndSet(false, true)) {
            cutLater();
            session.sendFrame(new ClosingFrame(reason), Callback.from(Callback.NOOP::succeeded, x -> abort()), false);
        }
    }

    @Override
    public void abort() {
        session.abort();
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    /** Whether either side has begun to close: what the peer sends now is dropped. */
    boolean isClosing() {
        return closing.get();
    }

    /** The peer sent its close: it is cut as well if it does not take the answer. */
    void peerCloses() {
        if (closing.compareAndSet(false, true)) {
            cutLater();
        }
    }

    /** Answers a ping; {@code sent} is completed when the network took the answer. */
    void pong(ByteBuffer payload, Callback sent) {
        session.sendFrame(new Frame(OpCode.PONG, payload), sent, false);
    }

    /**
     * Sends a ping if one is due and the one before was taken by the network; cuts a peer that does not take the close which Jetty sent for
     * a breach of the protocol. Called by one thread at a time.
     *
     * @param nowNanos the time now
     * @param intervalNanos how long after this ping the next one is due
     */
    void pingIfDue(long nowNanos, long intervalNanos) {
        long lateNanos = nowNanos - nextPingNanos;
        if (lateNanos < 0) {
            return;
        }
        // On the beat, but for a computer that slept: those missed are not made up for.
        nextPingNanos += lateNanos < intervalNanos ? intervalNanos : lateNanos + intervalNanos;
        if (isClosing()) {
            return;
        }
        if (!session.isOutputOpen()) {
            abort();
        } else if (pinging.compareAndSet(false, true)) {
            session.sendFrame(new Frame(OpCode.PING), Callback.from(() -> pinging.set(false), x -> abort()), false);
        }
    }

    /** The connection is gone. */
    void gone() {
        closing.set(true);
        Future<?> pending = cut;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void cutLater() {
        cut = timer.schedule(this::abort, FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void await(Callback.Completable sent) throws IOException {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new IOException("the connection is gone", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort(); // how much was sent is not known
            throw new InterruptedIOException("interrupted while sending");
        }
    }

    private static Frame text(byte[] payload) {
        return new Frame(OpCode.TEXT, ByteBuffer.wrap(payload));
    }
}
