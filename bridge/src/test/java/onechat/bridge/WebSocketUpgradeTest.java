package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract section 1.2: who may open a connection at {@code /onechat}, and what is agreed on. */
@ExtendWith(QuietLog.class)
class WebSocketUpgradeTest {
    private final RecordingAcceptor acceptor = new RecordingAcceptor();
    private RunningBridge bridge;
    private RunningBridge strict;

    @BeforeEach
    void start() throws Exception {
        bridge = new RunningBridge(acceptor);
        strict = new RunningBridge(
                acceptor,
                Set.of("https://chat.example.org", "http://localhost:3000"),
                RunningBridge.HEARTBEAT,
                RunningBridge.HTTP_TIMEOUT);
    }

    @AfterEach
    void stop() {
        bridge.close();
        strict.close();
    }

    @Test
    void aClientWithoutOriginIsLetIn() throws Exception {
        assertThat(upgrade(bridge, "")).startsWith("HTTP/1.1 101 ");
        assertThat(upgrade(strict, "")).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void aPageOfTheSameHostAndPortIsLetIn() throws Exception {
        String authority = "127.0.0.1:" + bridge.address.getPort();

        assertThat(upgrade(bridge, "Origin: http://" + authority + "\r\n")).startsWith("HTTP/1.1 101 ");
        assertThat(upgrade(bridge, "Origin: https://" + authority + "\r\n")).startsWith("HTTP/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "http://127.0.0.1:1", "http://evil.example", "null", "", "127.0.0.1"})
    void aPageOfAnotherHostOrPortIsRefusedWith403(String origin) throws Exception {
        assertThat(upgrade(bridge, "Origin: " + origin + "\r\n")).startsWith("HTTP/1.1 403 ");
        assertThat(acceptor.isEmpty()).isTrue();
    }

    @Test
    void twoOriginsAreRefusedWith403() throws Exception {
        String same = "Origin: http://127.0.0.1:" + bridge.address.getPort() + "\r\n";

        assertThat(upgrade(bridge, same + "Origin: http://evil.example\r\n")).startsWith("HTTP/1.1 403 ");
        assertThat(upgrade(bridge, same + same)).startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://chat.example.org", "https://CHAT.example.org:443", "http://localhost:3000"})
    void aPageOnTheAllowListIsLetIn(String origin) throws Exception {
        assertThat(upgrade(strict, "Origin: " + origin + "\r\n")).startsWith("HTTP/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://chat.example.org",
                "https://chat.example.org:8443",
                "https://chat.example.org.evil.example",
                "https://evil.example",
                "http://localhost",
                "null"
            })
    void aPageThatIsNotOnTheAllowListIsRefusedWith403(String origin) throws Exception {
        assertThat(upgrade(strict, "Origin: " + origin + "\r\n")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void theSameOriginIsRefusedWhereAnAllowListIsWithoutIt() throws Exception {
        String same = "Origin: http://127.0.0.1:" + strict.address.getPort() + "\r\n";

        assertThat(upgrade(strict, same)).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void theSubprotocolIsAcceptedWhenOffered() throws Exception {
        assertThat(upgrade(bridge, "Sec-WebSocket-Protocol: chat, onechat.v1\r\n"))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Protocol: onechat.v1\r\n");
    }

    @Test
    void theSubprotocolIsNotRequired() throws Exception {
        assertThat(upgrade(bridge, "")).doesNotContain("Sec-WebSocket-Protocol");
        assertThat(upgrade(bridge, "Sec-WebSocket-Protocol: chat\r\n"))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContain("Sec-WebSocket-Protocol");
    }

    @Test
    void compressionIsNotAgreedOn() throws Exception {
        assertThat(upgrade(bridge, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContain("Sec-WebSocket-Extensions");
    }

    @Test
    void theAnswerProvesThatTheKeyWasRead() throws Exception {
        assertThat(upgrade(bridge, ""))
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"); // RFC 6455 section 1.3
    }

    @Test
    void theAnswerDoesNotSayWhatServesIt() throws Exception {
        assertThat(upgrade(bridge, "").toLowerCase(Locale.ROOT)).doesNotContain("server:", "jetty");
    }

    @Test
    void aRequestThatIsNoUpgradeIsToldSo() throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            assertThat(client.request("GET /onechat", ""))
                    .startsWith("HTTP/1.1 426 ")
                    .contains("Upgrade: websocket\r\n", "Sec-WebSocket-Version: 13\r\n");
        }
    }

    @Test
    void anotherVersionOfWebSocketIsToldTheRightOne() throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            assertThat(client.request("GET /onechat", RawClient.UPGRADE.replace("Version: 13", "Version: 8")))
                    .startsWith("HTTP/1.1 426 ")
                    .contains("Sec-WebSocket-Version: 13\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /onechat", "GET /onechat/", "GET /other", "GET /onechat/more", "GET /ONECHAT"})
    void noOtherRequestIsUpgraded(String methodAndTarget) throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            assertThat(client.request(methodAndTarget, RawClient.UPGRADE)).startsWith("HTTP/1.1 4");
        }
        assertThat(acceptor.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /onechat?a=%zz", "GET /onechat?a=|", "GET /onechat?a=b c", "GET /%"})
    void aTargetThatIsNoUriIsABadRequest(String methodAndTarget) throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            assertThat(client.request(methodAndTarget, RawClient.UPGRADE)).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aQueryIsNotMinded() throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            assertThat(client.request("GET /onechat?from=page", RawClient.UPGRADE))
                    .startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void anUpgradeWithoutAKeyIsABadRequest() throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            assertThat(client.request("GET /onechat", RawClient.UPGRADE.replaceFirst("Sec-WebSocket-Key[^\n]*\n", "")))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void nobodyIsLetInOnceTheBridgeAcceptsNoMore() throws Exception {
        try (RawClient before = bridge.connect()) {
            RecordingListener listener = acceptor.next();
            bridge.bridge.stopAccepting();

            assertThat(upgrade(bridge, "")).startsWith("HTTP/1.1 503 ");
            before.send(Wire.text("still here"));
            assertThat(listener.next()).isEqualTo("payload still here");
        }
    }

    private static String upgrade(RunningBridge bridge, String headers) throws IOException {
        try (RawClient client = new RawClient(bridge.address)) {
            return client.request("GET /onechat", RawClient.UPGRADE + headers);
        }
    }
}
