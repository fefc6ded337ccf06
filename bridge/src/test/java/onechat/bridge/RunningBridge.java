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

    final Bridge bridge;
    final InetSocketAddress address;

    RunningBridge(ConnectionAcceptor acceptor) throws IOException {
        this(acceptor, Set.of(), HEARTBEAT, HTTP_TIMEOUT);
    }

    RunningBridge(ConnectionAcceptor acceptor, Set<String> allowedOrigins, Duration heartbeat, Duration httpTimeout)
            throws IOException {
        BridgeOptions options = new BridgeOptions(
                InetAddress.getLoopbackAddress(), 0, allowedOrigins, MAX_PAYLOAD_BYTES, heartbeat, httpTimeout, null);
        bridge = new Bridge(options, acceptor, "onechat/bridge/testweb");
        address = bridge.start();
    }

    static RunningBridge withHeartbeat(ConnectionAcceptor acceptor, Duration heartbeat) throws IOException {
        return new RunningBridge(acceptor, Set.of(), heartbeat, HTTP_TIMEOUT);
    }

    RawClient connect() throws IOException {
        return RawClient.upgraded(address);
    }

    URI webSocketUri() {
        return URI.create("ws://127.0.0.1:" + address.getPort() + "/onechat");
    }

    URI httpUri(String path) {
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    @Override
    public void close() {
        bridge.stop();
    }
}
