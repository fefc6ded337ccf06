package onechat.bridge;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import onechat.protocol.connection.ConnectionAcceptor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketConstants;
import org.eclipse.jetty.websocket.core.WebSocketExtensionRegistry;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Turns HTTP requests into WebSocket connections, or refuses them (contract section 1.2). Safe for use by any thread. */
final class WebSocketUpgrade implements WebSocketNegotiator {
    static final String SUBPROTOCOL = "onechat.v1";
    private static final int BUFFER_BYTES = 16_384;

    private final BridgeOptions options;
    private final ConnectionAcceptor acceptor;
    private final OriginPolicy origins;
    private final OpenConnections open;
    private final ScheduledExecutorService timer;
    private final WebSocketMappings webSocket;
    private volatile boolean accepting = true;

    WebSocketUpgrade(
            BridgeOptions options,
            OriginPolicy origins,
            ConnectionAcceptor acceptor,
            OpenConnections open,
            ScheduledExecutorService timer,
            Executor executor,
            ByteBufferPool buffers) {
        this.options = options;
        this.acceptor = acceptor;
        this.origins = origins;
        this.open = open;
        this.timer = timer;
        this.webSocket =
                new WebSocketMappings(new WebSocketComponents(noExtensions(), null, buffers, null, null, executor));
    }

    /** From now on every request is refused with 503. */
    void stopAccepting() {
        accepting = false;
    }

    void handle(Request request, Response response, Callback callback) {
        if (!accepting) {
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
        } else if (!origins.allows(
                request.getHeaders().getValuesList(HttpHeader.ORIGIN),
                request.getHeaders().get(HttpHeader.HOST))) {
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
        } else if (!isUri(request)) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
        } else if (!webSocket.upgrade(this, request, response, callback, null)) {
            response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
            response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, WebSocketConstants.SPEC_VERSION_STRING);
            Response.writeError(request, response, callback, HttpStatus.UPGRADE_REQUIRED_426);
        }
    }

    /** Jetty takes queries that are no part of a URI, and then fails to upgrade. */
    private static boolean isUri(Request request) {
        try {
            return request.getHttpURI().toURI() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        if (request.getSubProtocols().contains(SUBPROTOCOL)) {
            response.setAcceptedSubProtocol(SUBPROTOCOL);
        }
        BridgeEndPoint endPoint = BridgeEndPoint.under(
                request.getConnectionMetaData().getConnection().getEndPoint());
        return new WebSocketLife(options, acceptor, open, timer, endPoint);
    }

    @Override
    public void customize(Configuration configuration) {
        configuration.setIdleTimeout(Duration.ZERO); // none: whoever listens tells the silent ones
        // A frame comes in the parts in which it was read: Jetty holds none back, however long the frame says it is.
        configuration.setAutoFragment(true);
        configuration.setMaxFrameSize(0);
        configuration.setInputBufferSize(BUFFER_BYTES);
        configuration.setOutputBufferSize(BUFFER_BYTES);
    }

    /** None, so that none is agreed on: compression would keep memory for every connection. */
    private static WebSocketExtensionRegistry noExtensions() {
        WebSocketExtensionRegistry registry = new WebSocketExtensionRegistry();
        List.copyOf(registry.getAvailableExtensionNames()).forEach(registry::unregister);
        return registry;
    }
}
