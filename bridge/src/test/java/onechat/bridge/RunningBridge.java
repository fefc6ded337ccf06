package onechat.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import onechat.protocol.connection.ConnectionAcceptor;

/** A bridge on a free loopback port, with short times and a small page of the tests' own. Safe for use by any thread. */
final class RunningBridge implements AutoCloseable {
    static final int MAX_PAYLOAD_BYTES = 100_000;
    static final Duration HEARTBEAT = Duration.ofMinutes(10);
    static final Duration HTTP_TIMEOUT = Duration.ofMinutes(5);

    private final boolean tls;
    final Bridge bridge;
    final InetSocketAddress address;

    RunningBridge(ConnectionAcceptor acceptor) throws IOException {
        this(acceptor, false);
    }

    RunningBridge(ConnectionAcceptor acceptor, boolean tls) throws IOException {
        this(acceptor, Set.of(), HEARTBEAT, HTTP_TIMEOUT, tls);
    }

    RunningBridge(ConnectionAcceptor acceptor, Set<String> allowedOrigins, Duration heartbeat, Duration httpTimeout)
            throws IOException {
        this(acceptor, allowedOrigins, heartbeat, httpTimeout, false);
    }

    RunningBridge(
            ConnectionAcceptor acceptor,
            Set<String> allowedOrigins,
            Duration heartbeat,
            Duration httpTimeout,
            boolean tls)
            throws IOException {
        this.tls = tls;
        BridgeOptions options = new BridgeOptions(
                InetAddress.getLoopbackAddress(), 0, allowedOrigins, MAX_PAYLOAD_BYTES, heartbeat, httpTimeout, null);
        bridge = new Bridge(tls ? options.withTls(TestTls::shared) : options, acceptor, "onechat/bridge/testweb");
        address = bridge.start();
    }

    static RunningBridge withHeartbeat(ConnectionAcceptor acceptor, Duration heartbeat) throws IOException {
        return withHeartbeat(acceptor, heartbeat, false);
    }

    static RunningBridge withHeartbeat(ConnectionAcceptor acceptor, Duration heartbeat, boolean tls)
            throws IOException {
        return new RunningBridge(acceptor, Set.of(), heartbeat, HTTP_TIMEOUT, tls);
    }

    RawClient connect() throws IOException {
        RawClient client = connectHttp(-1);
        client.upgrade();
        return client;
    }

    /** A client that speaks HTTP yet; see {@link RawClient} for the buffer. */
    RawClient connectHttp(int receiveBufferBytes) throws IOException {
        return new RawClient(address, receiveBufferBytes, tls ? TestTls.shared() : null);
    }

    URI webSocketUri() {
        return URI.create((tls ? "wss" : "ws") + "://127.0.0.1:" + address.getPort() + "/onechat");
    }

    URI httpUri(String path) {
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + address.getPort() + path);
    }

    @Override
    public void close() {
        bridge.stop();
    }
}
