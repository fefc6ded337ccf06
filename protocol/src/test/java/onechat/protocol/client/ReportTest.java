package onechat.protocol.client;

import static onechat.protocol.client.RecordingListener.Moment.RECONNECTING;
import static onechat.protocol.client.RecordingListener.Moment.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** When a client shows that it is alive and what it has got, and when it gives up a server that doesn't (contract sections 3 and 4). */
class ReportTest extends WithSession<RecordingListener> {
    ReportTest() throws IOException {
        super(new RecordingListener());
    }

    /** Logs in when the test says so, as each has its own heartbeat. */
    @Override
    void logIn() {}

    private void logInWithAHeartbeatOfOneSecond() {
        logIn(LOGIN_ACK.replace("25", "1"));
    }

    /** A ping says so, be it the next or one that a slow machine had to wait for. */
    private void assertReported(int received) {
        String ping = server.receive();
        while (!ping.endsWith("\"received\":" + received + "}")) {
            assertThat(ping).startsWith("{\"cmd\":\"ping\"");
            ping = server.receive();
        }
    }

    @Test
    void everyHeartbeatReportsHowManyFramesCame() throws IOException, InterruptedException {
        logInWithAHeartbeatOfOneSecond();
        assertReported(0);
        server.send(ack("ping", 2), joined(2));
        assertReported(2);
        assertThat(listener.next()).isNotNull();
        loseAndResume(2);
        assertReported(2);
    }

    @Test
    void heartbeatsGoOnDuringAReplay() throws IOException, InterruptedException {
        logInWithAHeartbeatOfOneSecond();
        assertThat(client.leave(1)).isNotDone();
        assertThat(server.receive()).contains("leave");
        lose(0);
        server.send(resumed(2), joined(2));
        assertReported(1);
        server.send(joined(3));
        assertThat(server.receive()).contains("leave");
    }

    @Test
    void every256FramesAreReported() throws InterruptedException {
        logIn(LOGIN_ACK);
        for (int report = 1; report <= 3; report++) {
            for (int i = 0; i < 256; i++) {
                server.send(joined(2));
                assertThat(listener.next()).isNotNull();
            }
            assertThat(server.receive())
                    .isEqualTo("{\"cmd\":\"ping\",\"ack\":" + (report + 1) + ",\"received\":" + report * 256 + "}");
        }
    }

    @Test
    void aServerThatIsSilentForThreeHeartbeatsIsLeftForANewConnection() throws IOException, InterruptedException {
        logInWithAHeartbeatOfOneSecond();
        assertThat(listener.next()).isEqualTo(RECONNECTING);
        acceptResume(0);
        server.send(resumed(0));
        assertThat(listener.next()).isEqualTo(RESUMED);
        // The silence counts on the new connection too.
        assertThat(listener.next()).isEqualTo(RECONNECTING);
        acceptResume(0);
    }
}
