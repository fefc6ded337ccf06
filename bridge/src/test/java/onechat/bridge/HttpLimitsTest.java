package onechat.bridge;

import static onechat.bridge.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of any kind can't do to the server before they speak WebSocket. */
@ExtendWith(QuietLog.class)
class HttpLimitsTest {
    private static final Duration HTTP_TIMEOUT = Duration.ofMillis(500);

    private RunningBridge bridge;
    private RunningBridge impatient;

    @BeforeEach
    void start() throws Exception {
        bridge = new RunningBridge(EchoListener::new);
        impatient = new RunningBridge(EchoListener::new, Set.of(), RunningBridge.HEARTBEAT, HTTP_TIMEOUT);
    }

    @AfterEach
    void stop() {
        bridge.close();
        impatient.close();
    }

    @Test
    void aConnectionThatSaysNothingIsCut() throws Exception {
        try (RawClient client = new RawClient(impatient.address)) {
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void halfAHandshakeIsCut() throws Exception {
        try (RawClient client = new RawClient(impatient.address)) {
            client.send(utf8("GET /onechat HTTP/1.1\r\nHost: localhost\r\nUpgrade: webs"));

            assertThat(client.readToEnd()).doesNotContain("101");
        }
    }

    @Test
    void aHandshakeThatComesOctetByOctetWithoutEndIsCut() throws Exception {
        long begin = System.nanoTime();
        try (RawClient client = new RawClient(impatient.address)) {
            client.send(utf8("GET /onechat HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
            try (ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor()) {
                var dripping = drip.scheduleAtFixedRate(() -> sendOctet(client), 0, 20, TimeUnit.MILLISECONDS);
                client.readUntilGone();
                dripping.cancel(false);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(HTTP_TIMEOUT, HTTP_TIMEOUT.multipliedBy(30));
    }

    @Test
    void aConnectionThatIsUpgradedOutlivesTheTimeoutOfHttp() throws Exception {
        try (RawClient client = impatient.connect();
                RawClient idle = new RawClient(impatient.address);
                RawClient later = new RawClient(impatient.address)) {
            assertThat(idle.isAtEnd()).isTrue();
            assertThat(later.isAtEnd()).isTrue();
            client.send(Wire.text("still here"));
            assertThat(client.next().text()).isEqualTo("still here");
        }
    }

    @Test
    void aHeaderBlockOver8KiBIsRefused() throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            assertThat(client.request("GET /", "X-Large: " + "x".repeat(8_192) + "\r\n"))
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ONECHAT/1.0\r\nPAYLOAD_LEN: 2\r\n\r\n{}",
                "GARBAGE\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000"
            })
    void whatIsNoRequestIsRefusedWithoutAWordAboutTheServer(String octets) throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            client.send(utf8(octets));
            String answer = client.readToEnd();

            assertThat(answer).matches("(?s)HTTP/1\\.1 (400|505) .*");
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .contains("content-security-policy")
                    .doesNotContain("jetty", "exception", "java", "at org");
        }
    }

    @Test
    void aBodyIsNotReadForLong() throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            assertThat(client.request("POST /index.html", "Content-Length: 1000000000\r\n"))
                    .startsWith("HTTP/1.1 405 ");
            client.readUntilGone();
        }
    }

    @Test
    void aConnectionIsKeptForTheNextRequest() throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.request("HEAD /style.css", "")).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    private static void sendOctet(RawClient client) {
        try {
            client.send(utf8("x"));
        } catch (IOException cut) {
            throw new UncheckedIOException(cut); // no more of them then
        }
    }
}
