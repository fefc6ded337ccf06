package onechat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onechat.protocol.ErrorCode;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.ConnectionListener;
import org.awaitility.core.ConditionFactory;

/** A client without a network: what it sends is handed over at once, on the calling thread. Confined to one thread at a time. */
final class LocalClient {
    final RecordedConnection connection;
    private final ConnectionListener listener;
    private String loginAck = "";

    LocalClient(Sessions sessions, String remoteAddress) {
        connection = new RecordedConnection(remoteAddress);
        listener = sessions.accept(connection);
    }

    /** Sends payloads that one read from the network brings; single quotation marks stand for double ones. */
    void send(String... payloads) {
        for (String payload : payloads) {
            byte[] octets = ("xx" + json(payload) + "yy").getBytes(UTF_8);
            listener.payload(octets, 2, octets.length - 4);
        }
        listener.batchEnd();
    }

    void login(String name, String device) {
        send("{'cmd':'login','name':'" + name + "','pass':'" + name + "','device':'" + device + "','ack':'l'}");
    }

    /** Logs in with a session that can be resumed, and returns its name; the ack is taken. */
    String loginToResume(String name, String device) {
        send("{'cmd':'login','name':'" + name + "','pass':'" + name + "','device':'" + device
                + "','resume':true,'ack':'l'}");
        loginAck = takeEvents().getFirst();
        return loginAck.replaceFirst(".*\"session\":\"([^\"]*)\".*", "$1");
    }

    /** The ack of {@link #loginToResume}. */
    String loginAck() {
        return loginAck;
    }

    /** A pong came. */
    void heard() {
        listener.heard();
    }

    /** It sent what can't be framed. */
    void breaksTheFraming() {
        listener.fault(ErrorCode.MALFORMED, "no frame", CloseReason.AFTER_ERROR);
    }

    /** Its connection is gone. */
    void isCutOff() {
        listener.closed();
    }

    List<String> takeEvents() {
        return connection.takeEvents();
    }

    /** Waits until it got just that since the last time, and in that order. */
    void gets(String... expected) {
        List<String> wanted = List.of(expected).stream().map(LocalClient::json).toList();
        List<String> got = new ArrayList<>();
        soon().untilAsserted(() -> {
            got.addAll(takeEvents());
            assertThat(got).isEqualTo(wanted);
        });
    }

    /** Waits until it got so many more, and returns them. */
    List<String> getsMany(int count) {
        List<String> got = new ArrayList<>();
        soon().until(() -> {
            got.addAll(takeEvents());
            return got.size() >= count;
        });
        return got;
    }

    /** By itself it would look every tenth of a second, and a test may wait a thousand times. */
    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    static String json(String payload) {
        return payload.replace('\'', '"');
    }
}
