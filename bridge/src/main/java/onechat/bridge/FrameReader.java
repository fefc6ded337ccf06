package onechat.bridge;

import java.nio.ByteBuffer;
import onechat.protocol.ErrorCode;
import onechat.protocol.Utf8;
import onechat.protocol.connection.CloseReason;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes payloads and faults of the WebSocket frames of one connection (contract section 1.2). Called by one thread at a time, the
 * connection's reader, which asks for the next frame when the listener is done with this one.
 */
final class FrameReader {
    private static final Logger LOG = LoggerFactory.getLogger(FrameReader.class);

    private final CoreSession session;
    private final BridgeConnection connection;
    private final ListenerGate listener;
    private final PayloadAssembler assembler;
    private boolean dropping;

    FrameReader(CoreSession session, BridgeConnection connection, ListenerGate listener, int maxPayloadBytes) {
        this.session = session;
        this.connection = connection;
        this.listener = listener;
        this.assembler = new PayloadAssembler(maxPayloadBytes);
    }

    /** @param callback completed when the frame's memory may be used anew */
    void frame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.CLOSE -> {
                batchEnd();
                connection.peerCloses();
                callback.succeeded(); // Jetty then answers with the same code
            }
            case OpCode.PING -> {
                // What waits for the end of the batch must not wait for this peer to take its pong.
                batchEnd();
                heard();
                connection.pong(frame.getPayload(), Callback.from(() -> next(callback), x -> callback.succeeded()));
            }
            case OpCode.PONG -> {
                heard();
                next(callback);
            }
            default -> {
                data(frame);
                next(callback);
            }
        }
    }

    /** Everything that was read is handed over, and more is about to be read. */
    void batchEnd() {
        guarded(listener::batchEnd);
    }

    private void heard() {
        if (!isDropping()) {
            guarded(listener::heard);
        }
    }

    private void next(Callback callback) {
        callback.succeeded();
        session.demand();
    }

    private void data(Frame frame) {
        if (isDropping()) {
            return;
        }
        ByteBuffer octets = frame.getPayload();
        if (frame.getOpCode() == OpCode.BINARY) {
            fault(ErrorCode.MALFORMED, "binary message: payloads are text messages", CloseReason.BINARY_MESSAGE);
        } else if (!assembler.fits(octets.remaining())) {
            fault(ErrorCode.TOO_LARGE, "message too large", CloseReason.TOO_LARGE);
        } else if (frame.isFin() && assembler.isEmpty() && octets.hasArray()) {
            payload(octets.array(), octets.arrayOffset() + octets.position(), octets.remaining());
        } else {
            assembler.add(octets);
            if (frame.isFin()) {
                payload(assembler.octets(), 0, assembler.length());
                assembler.clear();
            }
        }
    }

    private void payload(byte[] octets, int offset, int length) {
        if (Utf8.isValid(octets, offset, length)) {
            guarded(() -> listener.payload(octets, offset, length));
        } else {
            fault(ErrorCode.MALFORMED, "message is not UTF-8", CloseReason.NOT_UTF8);
        }
    }

    private void fault(ErrorCode code, String msg, CloseReason reason) {
        dropping = true;
        assembler.clear();
        guarded(() -> listener.fault(code, msg, reason));
    }

    private boolean isDropping() {
        return dropping || connection.isClosing();
    }

    /** A listener that fails costs its own connection, and Jetty would tell the client what the exception says. */
    private void guarded(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.error("A listener failed; its connection is closed", e);
            listener.silence();
            connection.close(CloseReason.SERVER_FAULT);
        }
    }
}
