package onechat.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client without a session that could be resumed: a connection that is gone stays gone. */
@Timeout(60)
class NoSessionTest {
    @ParameterizedTest
    @CsvSource({"true, 0", "true, 25", "false, 25"})
    void aConnectionThatIsGoneStaysGone(boolean resume, int heartbeat) throws IOException, InterruptedException {
        RecordingListener listener = new RecordingListener();
        try (ScriptedServer server = new ScriptedServer();
                OneChatClient client = OneChatClient.connect(server.options().withResume(resume), listener)) {
            server.accept();
            CompletableFuture<?> login = client.login("alice", "secret", null);
            assertThat(server.receive().contains("\"resume\"")).isEqualTo(resume);
            server.send("{\"cmd\":\"ack\",\"action\":\"login\",\"ack\":1,\"user\":7,\"heartbeat\":" + heartbeat + "}");
            assertThat(login).succeedsWithin(WithScriptedServer.SOON);
            CompletableFuture<?> underWay = client.ping();
            assertThat(server.receive()).isEqualTo("{\"cmd\":\"ping\",\"ack\":2}");
            server.end();
            assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_SERVER, null, null));
            WithScriptedServer.assertFails(underWay, ConnectionLostException.class);
            WithScriptedServer.assertFails(client.ping(), NotSentException.class);
        }
    }

    @Test
    void noFramesAreReportedToAServerThatKeepsNoSession() throws IOException, InterruptedException {
        RecordingListener listener = new RecordingListener();
        try (ScriptedServer server = new ScriptedServer();
                OneChatClient client = OneChatClient.connect(server.options(), listener)) {
            server.accept();
            CompletableFuture<?> login = client.login("alice", "secret", null);
            assertThat(server.receive()).contains("login");
            server.send("{\"cmd\":\"ack\",\"action\":\"login\",\"ack\":1,\"user\":7}");
            assertThat(login).succeedsWithin(WithScriptedServer.SOON);
            for (int i = 0; i < Arrivals.FRAMES_PER_REPORT; i++) {
                server.send(WithSession.joined(2));
                assertThat(listener.next()).isNotNull();
            }
            assertThat(client.leave(1)).isNotDone();
            assertThat(server.receive()).contains("leave");
        }
    }

    @Test
    void aConnectionThatBreaksBeforeTheLoginIsAckedStaysGone() throws IOException, InterruptedException {
        RecordingListener listener = new RecordingListener();
        try (ScriptedServer server = new ScriptedServer();
                OneChatClient client = OneChatClient.connect(server.options(), listener)) {
            server.accept();
            CompletableFuture<?> login = client.login("alice", "secret", null);
            assertThat(server.receive()).contains("login");
            server.reset();
            WithScriptedServer.assertFails(login, ConnectionLostException.class);
            assertThat(listener.next()).isInstanceOfSatisfying(Closed.class, closed -> assertThat(closed.how())
                    .isEqualTo(Closed.How.LOST));
        }
    }
}
