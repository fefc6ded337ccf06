package onechat.gateway.system;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import onechat.gateway.tls.TestCertificate;
import org.jspecify.annotations.Nullable;

/** The JDK's WebSocket client at {@code /onechat}. Used by one thread. */
final class WebSocketWire implements Wire {
    /** Its own, or null where it shares another's. */
    private final @Nullable HttpClient ownHttp;

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private int closeCode;

    /** A text message, or null when the connection is over. */
    private record Arrival(@Nullable String text, int closeCode) {}

    WebSocketWire(InetSocketAddress server) {
        this(HttpClient.newHttpClient(), true, "ws", server);
    }

    /** One of many that share a client, which has threads of its own. */
    static WebSocketWire sharing(HttpClient http, InetSocketAddress server) {
        return new WebSocketWire(http, false, "ws", server);
    }

    /** The same over TLS. */
    static WebSocketWire overTls(InetSocketAddress server) {
        SSLContext trusting = TestCertificate.shared().trusting();
        return new WebSocketWire(HttpClient.newBuilder().sslContext(trusting).build(), true, "wss", server);
    }

    private WebSocketWire(HttpClient http, boolean own, String scheme, InetSocketAddress server) {
        this.ownHttp = own ? http : null;
        URI uri =
                URI.create(scheme + "://" + server.getAddress().getHostAddress() + ":" + server.getPort() + "/onechat");
        socket = http.newWebSocketBuilder()
                .subprotocols("onechat.v1")
                .buildAsync(uri, new Listener())
                .join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                arrivals.add(new Arrival(text.toString(), 0));
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            arrivals.add(new Arrival(null, statusCode));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            arrivals.add(new Arrival(null, 1006));
        }
    }

    @Override
    public void send(String payload) {
        socket.sendText(payload, true).join();
    }

    @Override
    public String receive() throws IOException {
        try {
            Arrival next = arrivals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new IOException("nothing came");
            }
            if (next.text() == null) {
                closeCode = next.closeCode();
                throw new EOFException("closed with " + closeCode);
            }
            return next.text();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    @Override
    public int closeCode() {
        return closeCode;
    }

    @Override
    public void cut() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
        if (ownHttp != null) {
            ownHttp.shutdownNow();
        }
    }
}
