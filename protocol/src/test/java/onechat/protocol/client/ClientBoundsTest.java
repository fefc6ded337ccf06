package onechat.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a client's connection ends, and what bounds it until then. */
class ClientBoundsTest extends WithScriptedServer<RecordingListener> {
    private static final String LOGIN_ACK =
            "{\"cmd\":\"ack\",\"action\":\"login\",\"ack\":1,\"user\":7,\"rooms\":[],\"heartbeat\":25}";

    ClientBoundsTest() throws IOException {
        super(new RecordingListener());
    }

    @Test
    void aLogoutEndsTheConnectionByTheClient() throws InterruptedException {
        CompletableFuture<?> reply = client.logout();
        assertThat(server.receive()).isEqualTo("{\"cmd\":\"logout\",\"ack\":1}");
        server.send("{\"cmd\":\"ack\",\"action\":\"logout\",\"ack\":1}", "{\"cmd\":\"webrtc_join\",\"from\":2}");
        assertThat(reply).succeedsWithin(SOON);
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_CLIENT, null, null));
        assertThat(server.receive()).isEqualTo("the end");
    }

    @Test
    void aCloseFailsWhatIsUnderWayAndWhatComesAfter() throws InterruptedException {
        CompletableFuture<?> underWay = client.ping();
        assertThat(server.receive()).contains("ping");
        client.close();
        client.close();
        assertFails(underWay, ConnectionLostException.class);
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_CLIENT, null, null));
        assertFails(client.ping(), NotSentException.class);
        assertThat(server.receive()).isEqualTo("the end");
        assertThat(listener.isEmpty()).isTrue();
    }

    @Test
    void theServersEndFailsWhatIsUnderWayBeforeTheListenerHearsOfIt() throws IOException, InterruptedException {
        CompletableFuture<?> underWay = client.ping();
        server.end();
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_SERVER, null, null));
        assertThat(underWay).isCompletedExceptionally();
        assertFails(underWay, ConnectionLostException.class);
        assertFails(client.ping(), NotSentException.class);
    }

    static Stream<String> notOneChat() {
        return Stream.of(
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "ONECHAT/2.0\r\n\r\n",
                "ONECHAT/1.0\r\nPAYLOAD_LEN: 2000000\r\n\r\n",
                "ONECHAT/1.0\r\nPAYLOAD_LEN: 4\r\n\r\nping",
                "ONECHAT/1.0\r\nPAYLOAD_LEN: 21\r\n\r\n{\"cmd\":\"webrtc_join\"}X");
    }

    @ParameterizedTest
    @MethodSource("notOneChat")
    void aServerThatDoesNotSpeakOneChatIsLost(String octets) throws InterruptedException {
        CompletableFuture<?> underWay = client.ping();
        server.sendRaw(octets);
        assertFails(underWay, ConnectionLostException.class);
        Closed closed = (Closed) listener.next();
        assertThat(closed.how()).isEqualTo(Closed.How.LOST);
        assertThat(closed.cause()).isNotNull();
    }

    @Test
    void aPayloadOverTheLimitIsNotSent() {
        assertFails(client.offer(Peer.of(2), "x".repeat(65_536)), NotSentException.class);
        assertThat(client.ping()).isNotDone();
        assertThat(server.receive()).contains("\"ping\"");
    }

    @Test
    void moreCommandsThanMayWaitForTheirRepliesAreNotSent() {
        List<CompletableFuture<?>> replies = new ArrayList<>();
        for (int i = 0; i < Commands.MAX_AWAITED; i++) {
            replies.add(client.ping());
            assertThat(server.receive()).contains("ping");
        }
        assertFails(client.ping(), NotSentException.class);
        server.send("{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":7}");
        assertThat(replies.get(6)).succeedsWithin(SOON);
        assertThat(client.ping()).isNotDone();
    }

    @Test
    void whatAServerThatDoesNotReadCannotTakeIsNotSent() {
        String sdp = "x".repeat(60_000);
        CompletableFuture<?> last = client.offer(Peer.of(2), sdp);
        int sent = 0;
        while (!last.isDone() && sent < 1_000) {
            last = client.offer(Peer.of(2), sdp);
            sent++;
        }
        assertFails(last, NotSentException.class);
        assertThat(sent).isGreaterThanOrEqualTo(Outbox.MAX_BYTES / 61_000);
    }

    @Test
    void moreOctetsThanMayWaitForTheirRepliesAreNotSentEvenIfTheServerReads() {
        String sdp = "x".repeat(60_000);
        List<CompletableFuture<?>> replies = new ArrayList<>();
        for (int i = 0; i < Outbox.MAX_BYTES / 61_000; i++) {
            replies.add(client.offer(Peer.of(2), sdp));
            assertThat(server.receive()).contains("offer");
        }
        assertFails(client.offer(Peer.of(2), sdp), NotSentException.class);
        server.send("{\"cmd\":\"ack\",\"action\":\"webrtc_send_offer\",\"ack\":7}");
        assertThat(replies.get(6)).succeedsWithin(SOON);
        assertThat(client.offer(Peer.of(2), sdp)).isNotDone();
    }

    @Test
    void aReplyThatDoesNotComeInTimeIsGivenUp() throws InterruptedException {
        CompletableFuture<?> late = client.create(3);
        assertThat(server.receive()).contains("\"ack\":1,");
        nanoTime.addAndGet(Duration.ofSeconds(20).toNanos());
        CompletableFuture<?> inTime = client.join(3);
        assertThat(server.receive()).contains("\"ack\":2,");
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        server.send("{\"cmd\":\"webrtc_join\",\"from\":2,\"to\":1}");
        assertFails(late, TimeoutException.class);
        assertThat(inTime).isNotDone();
        server.send(
                "{\"cmd\":\"ack\",\"action\":\"webrtc_create\",\"ack\":1}",
                "{\"cmd\":\"ack\",\"action\":\"webrtc_join\",\"ack\":2}");
        assertThat(inTime).succeedsWithin(SOON);
        assertThat(listener.next()).isInstanceOf(Message.Joined.class);
        assertThat(listener.isEmpty()).isTrue();
    }

    private void logInWithAHeartbeatOfOneSecond() {
        CompletableFuture<?> reply = client.login("alice", "secret", null);
        assertThat(server.receive()).contains("login");
        server.send(LOGIN_ACK.replace("25", "1"));
        assertThat(reply).succeedsWithin(SOON);
    }

    @Test
    void theClientShowsEveryHeartbeatThatItIsAlive() {
        logInWithAHeartbeatOfOneSecond();
        assertThat(server.receive()).isEqualTo("{\"cmd\":\"ping\",\"ack\":2}");
        assertThat(server.receive()).isEqualTo("{\"cmd\":\"ping\",\"ack\":3}");
    }

    @Test
    void theClientShowsEveryHeartbeatThatItIsAliveAlsoWhileItSendsAllTheTime() {
        logInWithAHeartbeatOfOneSecond();
        int commands = 0;
        String received = "";
        while (!received.startsWith("{\"cmd\":\"ping\"")) {
            CompletableFuture<?> reply = client.leave(++commands);
            received = server.receive();
            if (received.contains("leave")) {
                server.send("{\"cmd\":\"ack\",\"action\":\"webrtc_leave\",\"ack\":" + (commands + 1) + "}");
                assertThat(reply).succeedsWithin(SOON);
            }
        }
        assertThat(commands).isGreaterThan(2);
    }

    @Test
    void aServerThatIsSilentForThreeHeartbeatsIsLost() throws InterruptedException {
        logInWithAHeartbeatOfOneSecond();
        assertThat(listener.next()).isInstanceOfSatisfying(Closed.class, closed -> assertThat(closed.how())
                .isEqualTo(Closed.How.LOST));
    }
}
