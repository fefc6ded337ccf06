package onechat.bridge;

import static onechat.bridge.Wire.BINARY;
import static onechat.bridge.Wire.FIN;
import static onechat.bridge.Wire.PONG;
import static onechat.bridge.Wire.frame;
import static onechat.bridge.Wire.text;
import static onechat.bridge.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionAcceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bug behind the edge costs the connection it happens on, and is not told to the client. */
class ListenerFailureTest {
    @RegisterExtension
    final CapturedLog log = new CapturedLog();

    @Test
    void aListenerThatFailsClosesItsConnectionWith1011() throws Exception {
        List<byte[]> events = List.of(
                Wire.concat(text("{}"), text("{}")), frame(FIN | BINARY, utf8("{}")), frame(FIN | PONG, new byte[0]));
        try (RunningBridge bridge = new RunningBridge(connection -> new FailingListener())) {
            for (byte[] event : events) {
                try (RawClient client = bridge.connect()) {
                    client.send(event);
                    expectServerFault(client);
                }
            }
        }
        assertThat(log.complaints())
                .as("one for the event, one for the end")
                .hasSize(2 * events.size())
                .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNotNull());
    }

    @Test
    void anAcceptorThatFailsClosesTheConnectionWith1011() throws Exception {
        ConnectionAcceptor failing = connection -> {
            throw new IllegalStateException("a secret of the server");
        };
        try (RunningBridge bridge = new RunningBridge(failing);
                RawClient client = bridge.connect()) {
            client.send(text("{}"));
            expectServerFault(client);
        }
        assertThat(log.complaints()).hasSize(1);
    }

    @Test
    void aConnectionThatIsCutWhileItIsAcceptedIsToldAsClosed() throws Exception {
        CompletableFuture<RecordingListener> accepted = new CompletableFuture<>();
        try (RunningBridge bridge = new RunningBridge(connection -> {
                    RecordingListener listener = new RecordingListener(connection);
                    connection.abort();
                    awaitFailure(connection);
                    accepted.complete(listener);
                    return listener;
                });
                RawClient client = bridge.connect()) {
            assertThat(client.isAtEnd()).isTrue();
            assertThat(accepted.get(20, TimeUnit.SECONDS).next()).isEqualTo("closed");
        }
    }

    /** On another thread, as an outbox does. */
    private static void awaitFailure(Connection connection) {
        try {
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            connection.write(List.of(utf8("welcome")));
                        } catch (IOException e) {
                            assertThat(e).isNotNull();
                        }
                    })
                    .join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void expectServerFault(RawClient client) throws IOException {
        ReceivedFrame close = client.next();
        assertThat(close.opcode()).isEqualTo(Wire.CLOSE);
        assertThat(close.closeCode()).isEqualTo(1011);
        assertThat(close.closePhrase()).doesNotContain("secret");
        assertThat(client.isAtEnd()).isTrue();
    }
}
