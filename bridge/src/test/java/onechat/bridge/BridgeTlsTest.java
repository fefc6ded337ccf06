package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is different where the page and the WebSocket are served over TLS. */
@ExtendWith(QuietLog.class)
class BridgeTlsTest {
    private static final Duration HTTP_TIMEOUT = Duration.ofMillis(500);
    private static final byte[] HALF_A_HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3, 1, 2, 3, 4};

    private RunningBridge bridge;

    @BeforeEach
    void start() throws Exception {
        bridge = new RunningBridge(EchoListener::new, Set.of(), RunningBridge.HEARTBEAT, HTTP_TIMEOUT, true);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void aPageOfTheSameHttpsOriginConnectsAndOfAnotherDoesNot() throws Exception {
        try (HttpClient http = client(TestTls.shared())) {
            HttpRequest page =
                    HttpRequest.newBuilder(bridge.httpUri("/index.html")).build();
            HttpResponse<String> answer = http.send(page, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().map()).doesNotContainKey("strict-transport-security");

            String own = "https://127.0.0.1:" + bridge.address.getPort();
            connect(http, own).join().abort();
            assertThatThrownBy(() -> connect(http, "https://example.org").join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                    refused.getResponse().statusCode())
                            .isEqualTo(403));
        }
    }

    private CompletableFuture<WebSocket> connect(HttpClient http, String origin) {
        return http.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(bridge.webSocketUri(), new WebSocket.Listener() {});
    }

    @Test
    void aHostThatTheCertificateDoesNotNameIsLeftToTheClient() throws Exception {
        try (RawClient client = bridge.connectHttp(-1)) {
            client.send(Wire.utf8("GET /index.html HTTP/1.1\r\nHost: chat.example.org\r\n\r\n"));

            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aClientThatDoesNotShakeHandsIsCut() throws Exception {
        try (RawClient silent = new RawClient(bridge.address);
                RawClient halfway = new RawClient(bridge.address)) {
            halfway.send(HALF_A_HELLO);

            silent.readUntilGone();
            halfway.readUntilGone();
        }
    }

    @Test
    void aConnectionThatIsUpgradedOutlivesTheTimeoutOfHttp() throws Exception {
        try (RawClient client = bridge.connect();
                RawClient idle = bridge.connectHttp(-1)) {
            idle.readUntilGone();
            client.send(Wire.text("still here"));
            assertThat(client.next().text()).isEqualTo("still here");
        }
    }

    @Test
    void aPeerThatReadsLateGetsEverythingThoughItsReaderWritesMeanwhile() throws Exception {
        try (RawClient client = bridge.connectHttp(4_096)) {
            client.upgrade();
            byte[] message = Wire.text("x".repeat(90_000));
            int messages = 200;
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < messages; i++) {
                        client.send(message);
                    }
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            // The server's reader is stuck in a write now, and the sender behind it.
            assertThatThrownBy(() -> sending.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

            for (int i = 0; i < messages; i++) {
                assertThat(client.next().text()).hasSize(90_000);
            }
            sending.join();
        }
    }

    @Test
    void theNextHandshakeUsesTheContextThatIsGivenThen() throws Exception {
        SSLContext first = TestTls.shared();
        SSLContext second = new TestTls().context;
        var current = new AtomicReference<>(first);
        var options = BridgeOptions.on(InetAddress.getLoopbackAddress(), 0).withTls(current::get);
        Bridge changing = new Bridge(options, EchoListener::new, "onechat/bridge/testweb");
        var address = changing.start();
        try (RawClient open = new RawClient(address, -1, first)) {
            open.upgrade();

            current.set(second);

            try (RawClient later = new RawClient(address, -1, second)) {
                later.upgrade();
            }
            open.send(Wire.text("still here"));
            assertThat(open.next().text()).isEqualTo("still here");
        } finally {
            changing.stop();
        }
    }
}
