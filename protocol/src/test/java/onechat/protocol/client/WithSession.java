package onechat.protocol.client;

import static onechat.protocol.client.RecordingListener.Moment.RECONNECTING;
import static onechat.protocol.client.RecordingListener.Moment.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;

/** A client that has logged in at a server which keeps its session. The next ack of the client's is 2. Confined to the test's thread. */
abstract class WithSession<L extends RecordingListener> extends WithScriptedServer<L> {
    static final String LOGIN_ACK =
            "{\"cmd\":\"ack\",\"action\":\"login\",\"ack\":1,\"user\":7,\"rooms\":[],\"heartbeat\":25,"
                    + "\"session\":\"s1\",\"resume_window\":30}";

    WithSession(L listener) throws IOException {
        super(listener);
    }

    WithSession(L listener, BackOff backOff) throws IOException {
        super(listener, backOff);
    }

    @BeforeEach
    void logIn() {
        logIn(LOGIN_ACK);
    }

    void logIn(String ack) {
        CompletableFuture<?> reply = client.login("alice", "secret", "phone");
        assertThat(server.receive()).contains("\"login\"", "\"resume\":true");
        server.send(ack);
        assertThat(reply).succeedsWithin(SOON);
    }

    static String ack(String action, int ack) {
        return "{\"cmd\":\"ack\",\"action\":\"" + action + "\",\"ack\":" + ack + "}";
    }

    static String error(int code) {
        return "{\"cmd\":\"error\",\"msg\":\"m\",\"code\":" + code + "}";
    }

    /** An event that can be told from others. */
    static String joined(int from) {
        return "{\"cmd\":\"webrtc_join\",\"from\":" + from + ",\"to\":1}";
    }

    static String resumed(int replayed) {
        return "{\"cmd\":\"ack\",\"action\":\"login\",\"ack\":0,\"resumed\":true,\"replayed\":" + replayed + "}";
    }

    /** Ends the connection, and takes the next, on which the client asks to resume behind so many frames. */
    void lose(int received) throws IOException, InterruptedException {
        server.end();
        assertThat(listener.next()).isEqualTo(RECONNECTING);
        acceptResume(received);
    }

    void acceptResume(int received) throws IOException {
        server.accept();
        assertThat(server.receive())
                .matches("\\{\"cmd\":\"login\",\"ack\":\\d+,\"session\":\"s1\",\"received\":" + received + "}");
    }

    /** Loses the connection and resumes the session with nothing to replay. */
    void loseAndResume(int received) throws IOException, InterruptedException {
        lose(received);
        server.send(resumed(0));
        assertThat(listener.next()).isEqualTo(RESUMED);
    }
}
