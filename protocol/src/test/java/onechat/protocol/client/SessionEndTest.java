package onechat.protocol.client;

import static onechat.protocol.client.RecordingListener.Moment.RECONNECTING;
import static onechat.protocol.client.RecordingListener.Moment.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import onechat.protocol.ErrorCode;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a session that can be resumed ends, and how it is lost (contract section 4). */
class SessionEndTest extends WithSession<RecordingListener> {
    SessionEndTest() throws IOException {
        super(new RecordingListener());
    }

    private static Message.Refused refused(int code) {
        ErrorCode known = ErrorCode.of(code);
        assertThat(known).isNotNull();
        return new Message.Refused(known, "m", null, null);
    }

    private Closed nextClosed() throws InterruptedException {
        return (Closed) listener.next();
    }

    @ParameterizedTest
    @ValueSource(ints = {10409, 10503})
    void anotherLoginOfTheDeviceAndADrainEndItForGood(int code) throws IOException, InterruptedException {
        CompletableFuture<?> underWay = client.ping();
        server.send(error(code));
        server.end();
        assertThat(listener.next()).isEqualTo(refused(code));
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_SERVER, refused(code), null));
        assertFails(underWay, ConnectionLostException.class);
        assertFails(client.ping(), NotSentException.class);
    }

    @Test
    void aDrainSaysWhenToComeBack() throws IOException, InterruptedException {
        server.send("{\"cmd\":\"error\",\"msg\":\"m\",\"code\":10503,\"retry_after\":5}");
        server.end();
        Message.Refused drain = new Message.Refused(ErrorCode.UNAVAILABLE, "m", null, null, 5);
        assertThat(listener.next()).isEqualTo(drain);
        assertThat(nextClosed().error()).isEqualTo(drain);
    }

    @Test
    void aDirectoryThatIsDownEndsNoSession() throws IOException, InterruptedException {
        CompletableFuture<?> refused = client.create(1);
        server.send("{\"cmd\":\"error\",\"msg\":\"m\",\"code\":10503,\"ack\":2}");
        assertFails(refused, RefusedByServerException.class);
        server.send("{\"cmd\":\"error\",\"msg\":\"m\",\"code\":10503,\"action\":\"ping\",\"ack\":99}");
        assertThat(listener.next()).isInstanceOf(Message.Refused.class);
        loseAndResume(2);
    }

    @Test
    void aLogoutEndsItForGood() throws InterruptedException {
        CompletableFuture<?> reply = client.logout();
        assertThat(server.receive()).contains("logout");
        server.send(ack("logout", 2));
        assertThat(reply).succeedsWithin(SOON);
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_CLIENT, null, null));
        assertThat(server.receive()).isEqualTo("the end");
    }

    @Test
    void aLogoutThatBrokeIsSentAgain() throws IOException, InterruptedException {
        CompletableFuture<?> reply = client.logout();
        assertThat(server.receive()).contains("logout");
        loseAndResume(0);
        assertThat(server.receive()).isEqualTo("{\"cmd\":\"logout\",\"ack\":2}");
        server.send(ack("logout", 2));
        assertThat(reply).succeedsWithin(SOON);
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_CLIENT, null, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {10410, 10400, 10401, 10403, 10404, 10409, 10413, 10426})
    void aResumeThatIsRefusedLosesIt(int code) throws IOException, InterruptedException {
        CompletableFuture<?> underWay = client.create(1);
        lose(0);
        CompletableFuture<?> whileAway = client.ping();
        server.send(error(code));
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.SESSION_LOST, refused(code), null));
        assertThat(underWay).isCompletedExceptionally();
        assertFails(underWay, ConnectionLostException.class);
        assertFails(whileAway, ConnectionLostException.class);
        assertFails(client.ping(), NotSentException.class);
        assertThat(server.receive()).isEqualTo("the end");
    }

    @Test
    void aServerThatBeginsAnotherSessionInsteadHasLostIt() throws IOException, InterruptedException {
        lose(0);
        server.send(LOGIN_ACK.replace("s1", "s2"));
        Closed closed = nextClosed();
        assertThat(closed.how()).isEqualTo(Closed.How.SESSION_LOST);
        assertThat(closed.error()).extracting(Message.Refused::code).isEqualTo(ErrorCode.NOT_RESUMABLE);
    }

    /** The resume window of 30 s and three heartbeats of 25 s. */
    private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(105);

    @Test
    void itIsGivenUpOnceTheServerHasSurelyEndedIt() throws IOException, InterruptedException {
        CompletableFuture<?> underWay = client.ping();
        assertThat(server.receive()).contains("ping");
        server.stopListening();
        server.reset();
        assertThat(listener.next()).isEqualTo(RECONNECTING);
        nanoTime.addAndGet(UNTIL_GIVEN_UP.toNanos());
        Closed closed = nextClosed();
        assertThat(closed.how()).isEqualTo(Closed.How.SESSION_LOST);
        assertThat(closed.cause()).isInstanceOf(IOException.class);
        assertFails(underWay, ConnectionLostException.class);
    }

    @Test
    void itIsGivenUpNoEarlierAndNotByTheTimeOfEarlierLosses() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            lose(0);
            nanoTime.addAndGet(UNTIL_GIVEN_UP.toNanos() - 1);
            server.send(error(10503));
            acceptResume(0);
            server.send(resumed(0));
            assertThat(listener.next()).isEqualTo(RESUMED);
        }
        lose(0);
        nanoTime.addAndGet(UNTIL_GIVEN_UP.toNanos());
        server.send(error(10503));
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.SESSION_LOST, refused(10503), null));
    }

    @Test
    void aMessageThatIsAsMalformedWhenReplayedLosesIt() throws IOException, InterruptedException {
        String malformed = "{\"cmd\":\"webrtc_leave\"}";
        server.send(joined(2), malformed);
        assertThat(listener.next()).isInstanceOf(Message.Joined.class);
        assertThat(listener.next()).isEqualTo(RECONNECTING);
        acceptResume(1);
        server.send(resumed(2), joined(3), malformed);
        assertThat(listener.next()).isInstanceOf(Message.Joined.class);
        acceptResume(2);
        server.send(resumed(1), malformed);
        Closed closed = nextClosed();
        assertThat(closed.how()).isEqualTo(Closed.How.SESSION_LOST);
        assertThat(closed.cause()).isNotNull();
    }

    @Test
    void aCommandThatTheServerFindsTooLargeEachTimeLosesIt() throws IOException, InterruptedException {
        CompletableFuture<?> small = client.leave(1);
        CompletableFuture<?> tooLarge = client.offer(Peer.of(2), "x".repeat(10_000));
        server.send(error(10413));
        server.end();
        assertThat(listener.next()).isEqualTo(refused(10413));
        assertThat(listener.next()).isEqualTo(RECONNECTING);
        acceptResume(1);
        server.send(resumed(0), ack("webrtc_leave", 2), error(10413));
        server.end();
        assertThat(small).succeedsWithin(SOON);
        assertThat(listener.next()).isEqualTo(RESUMED);
        assertThat(listener.next()).isEqualTo(refused(10413));
        assertThat(listener.next()).isEqualTo(RECONNECTING);
        acceptResume(3);
        server.send(resumed(0), error(10413));
        server.end();
        assertThat(listener.next()).isEqualTo(RESUMED);
        assertThat(listener.next()).isEqualTo(refused(10413));
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.SESSION_LOST, refused(10413), null));
        assertFails(tooLarge, ConnectionLostException.class);
    }
}
