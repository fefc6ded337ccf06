package onechat.bridge;

import java.util.concurrent.atomic.AtomicReference;
import onechat.protocol.ErrorCode;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.ConnectionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the events of one connection through to its listener one at a time, and {@code closed} last and once.
 * {@link #closed} may be called by any thread at any time, everything else by the connection's reader alone.
 *
 * <p>Jetty tells of a connection's end on whichever thread noticed it, also while the reader is inside the listener.
 */
final class ListenerGate {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerGate.class);

    private enum State {
        IDLE,
        BUSY,
        /** The connection ended while the reader was inside the listener: the reader says so when it comes out. */
        ENDING,
        ENDED
    }

    private final ConnectionListener listener;
    private final Runnable afterClosed;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private boolean silenced;
    private boolean batchOpen;

    /** @param afterClosed run once the listener has heard of the end */
    ListenerGate(ConnectionListener listener, Runnable afterClosed) {
        this.listener = listener;
        this.afterClosed = afterClosed;
    }

    void payload(byte[] octets, int offset, int length) {
        pass(() -> {
            batchOpen = true;
            listener.payload(octets, offset, length);
        });
    }

    void heard() {
        pass(listener::heard);
    }

    /** Ends the batch, if a payload came since the last one ended. */
    void batchEnd() {
        if (batchOpen) {
            pass(this::endBatch);
        }
    }

    /** Passes the fault on, after the batch before it, and nothing but the end thereafter. */
    void fault(ErrorCode code, String msg, CloseReason reason) {
        pass(() -> {
            endBatch();
            silenced = true;
            listener.fault(code, msg, reason);
        });
    }

    /** Passes nothing but the end on from now on. */
    void silence() {
        silenced = true;
        batchOpen = false;
    }

    /** The connection is gone. Does not block. */
    void closed() {
        State before = state.getAndUpdate(now -> switch (now) {
            case IDLE, ENDED -> State.ENDED;
            case BUSY, ENDING -> State.ENDING;
        });
        if (before == State.IDLE) {
            Thread.ofVirtual().name("bridge-closed").start(this::tellClosed);
        }
    }

    private void pass(Runnable event) {
        if (silenced || !state.compareAndSet(State.IDLE, State.BUSY)) {
            return;
        }
        try {
            event.run();
        } finally {
            if (!state.compareAndSet(State.BUSY, State.IDLE)) {
                state.set(State.ENDED);
                tellClosed();
            }
        }
    }

    private void endBatch() {
        if (batchOpen) {
            batchOpen = false;
            listener.batchEnd();
        }
    }

    private void tellClosed() {
        try {
            endBatch();
            listener.closed();
        } catch (RuntimeException e) {
            LOG.error("A listener failed when its connection had ended", e);
        } finally {
            afterClosed.run();
        }
    }
}
