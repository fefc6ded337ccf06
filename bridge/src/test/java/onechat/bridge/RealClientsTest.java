package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSocket clients that others wrote get along with the edge. */
@ExtendWith(QuietLog.class)
class RealClientsTest {
    private RunningBridge bridge;

    @BeforeEach
    void start() throws Exception {
        bridge = new RunningBridge(EchoListener::new);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void theJdksClientTalksAndClosesInOrder() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            JdkListener listener = new JdkListener();
            WebSocket client = http.newWebSocketBuilder()
                    .subprotocols("onechat.v1")
                    .buildAsync(bridge.webSocketUri(), listener)
                    .get(20, TimeUnit.SECONDS);
            assertThat(client.getSubprotocol()).isEqualTo("onechat.v1");

            client.sendText("one ", false).get(20, TimeUnit.SECONDS);
            client.sendText("payload", true).get(20, TimeUnit.SECONDS);
            assertThat(listener.next()).isEqualTo("one payload");
            client.sendText("x".repeat(90_000), true).get(20, TimeUnit.SECONDS);
            assertThat(listener.next()).hasSize(90_000);
            client.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(20, TimeUnit.SECONDS);
            assertThat(listener.next()).isEqualTo("closed 1000");
        }
    }

    @Test
    void theJdksClientReadsTheErrorBeforeTheClose() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            JdkListener listener = new JdkListener();
            WebSocket client = http.newWebSocketBuilder()
                    .buildAsync(bridge.webSocketUri(), listener)
                    .get(20, TimeUnit.SECONDS);
            client.sendText("x".repeat(200_000), true).get(20, TimeUnit.SECONDS);

            assertThat(listener.next()).isEqualTo("error 10413");
            assertThat(listener.next()).isEqualTo("closed 1009");
        }
    }

    @Test
    void jettysClientOffersCompressionAndGoesWithout() throws Exception {
        WebSocketClient client = new WebSocketClient();
        client.start();
        try {
            JettyListener listener = new JettyListener();
            ClientUpgradeRequest request = new ClientUpgradeRequest(bridge.webSocketUri());
            request.setSubProtocols("other", "onechat.v1");
            request.addExtensions("permessage-deflate");
            Session session = client.connect(listener, request).get(20, TimeUnit.SECONDS);

            assertThat(session.getUpgradeResponse().getExtensions()).isEmpty();
            assertThat(session.getUpgradeResponse().getAcceptedSubProtocol()).isEqualTo("onechat.v1");
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sent.add("message " + i);
                session.sendText("message " + i, Callback.NOOP);
            }
            for (String message : sent) {
                assertThat(listener.next()).isEqualTo(message);
            }
            session.close(1000, "bye", Callback.NOOP);
            assertThat(listener.next()).isEqualTo("closed 1000");
        } finally {
            client.stop();
        }
    }

    /** Collects what the JDK's client hears. */
    private static final class JdkListener implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                heard.add(parts.toString());
                parts.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            heard.add("closed " + statusCode);
            return null;
        }
    }

    /** Collects what Jetty's client hears. */
    public static final class JettyListener implements Session.Listener.AutoDemanding {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
        }

        @Override
        public void onWebSocketText(String message) {
            heard.add(message);
        }

        @Override
        public void onWebSocketClose(int statusCode, String reason, Callback callback) {
            heard.add("closed " + statusCode);
            callback.succeed();
        }
    }
}
