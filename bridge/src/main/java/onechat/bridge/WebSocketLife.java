package onechat.bridge;

import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.ConnectionAcceptor;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins one WebSocket connection to the listener that its acceptor gives it, from its opening to its end. Jetty calls for frames
 * one thread at a time, and for the end any thread.
 */
final class WebSocketLife implements FrameHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketLife.class);

    private final BridgeOptions options;
    private final ConnectionAcceptor acceptor;
    private final OpenConnections open;
    private final ScheduledExecutorService timer;
    private final BridgeEndPoint endPoint;
    private @Nullable Parts parts;
    private boolean gone;

    private record Parts(BridgeConnection connection, ListenerGate listener, FrameReader reader) {}

    WebSocketLife(
            BridgeOptions options,
            ConnectionAcceptor acceptor,
            OpenConnections open,
            ScheduledExecutorService timer,
            BridgeEndPoint endPoint) {
        this.options = options;
        this.acceptor = acceptor;
        this.open = open;
        this.timer = timer;
        this.endPoint = endPoint;
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        BridgeConnection connection = new BridgeConnection(
                session,
                remoteAddress(),
                timer,
                System.nanoTime() + options.heartbeat().toNanos());
        try {
            ListenerGate listener = new ListenerGate(acceptor.accept(connection), () -> open.remove(connection));
            FrameReader reader = new FrameReader(session, connection, listener, options.maxPayloadBytes());
            open.add(connection);
            endPoint.upgraded(reader::batchEnd);
            begin(new Parts(connection, listener, reader));
            callback.succeeded();
            session.demand();
        } catch (RuntimeException e) {
            LOG.error("A connection was not accepted", e);
            callback.succeeded();
            connection.close(CloseReason.SERVER_FAULT);
        }
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        Parts now = parts();
        if (now == null) {
            callback.succeeded();
        } else {
            now.reader.frame(frame, callback);
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        LOG.debug("A connection ends: {}", cause.toString());
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus closeStatus, Callback callback) {
        Parts now;
        synchronized (this) {
            gone = true;
            now = parts;
        }
        if (now != null) {
            end(now);
        }
        callback.succeeded();
    }

    private void begin(Parts newParts) {
        boolean goneAlready;
        synchronized (this) {
            parts = newParts;
            goneAlready = gone;
        }
        if (goneAlready) { // whoever got the connection from the acceptor wrote to it, in vain, before it was open here
            end(newParts);
        }
    }

    private static void end(Parts ended) {
        ended.connection.gone();
        ended.listener.closed();
    }

    private synchronized @Nullable Parts parts() {
        return parts;
    }

    private String remoteAddress() {
        return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : "";
    }
}
