package onechat.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import onechat.protocol.connection.EdgeTls;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Puts TLS 1.2 or 1.3 between a socket and HTTP. Safe for use by any thread. */
final class BridgeTls extends SslConnectionFactory {
    /**
     * Not started.
     *
     * @param contexts the context for the next handshake
     * @param nextProtocol what is spoken above TLS, as its connection factory calls it
     */
    BridgeTls(Supplier<SSLContext> contexts, String nextProtocol) {
        super(new ContextFactory(contexts), nextProtocol);
        // It would refuse hosts that the certificate does not name, and so every bare IP address: browsers check names
        // by themselves.
        setEnsureSecureRequestCustomizer(false);
    }

    @Override
    protected SslConnection newSslConnection(Connector connector, EndPoint endPoint, SSLEngine engine) {
        return new SslConnection(
                connector.getByteBufferPool(), connector.getExecutor(), getSslContextFactory(), endPoint, engine) {
            @Override
            protected SslEndPoint newSslEndPoint() {
                return new SslEndPoint() {
                    /**
                     * What the reader did is finished here and not below TLS, where Jetty holds a lock that finishing needs another
                     * thread to take: a write that the peer is slow to read.
                     */
                    @Override
                    public int fill(ByteBuffer buffer) throws IOException {
                        BridgeEndPoint.under(endPoint).beforeRead();
                        return super.fill(buffer);
                    }
                };
            }
        };
    }

    /** Asks for the context at each handshake, where Jetty would keep the one that it started with. */
    private static final class ContextFactory extends SslContextFactory.Server {
        private final Supplier<SSLContext> contexts;

        ContextFactory(Supplier<SSLContext> contexts) {
            this.contexts = contexts;
            setSslContext(contexts.get());
            setIncludeProtocols(EdgeTls.parameters().getProtocols());
            setIncludeCipherSuites(EdgeTls.parameters().getCipherSuites());
            setRenegotiationAllowed(false);
        }

        @Override
        public SSLContext getSslContext() {
            return contexts.get();
        }
    }
}
