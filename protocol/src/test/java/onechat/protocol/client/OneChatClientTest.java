package onechat.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import onechat.protocol.IceCandidate;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import onechat.protocol.RelayedContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OneChatClientTest extends WithScriptedServer<RecordingListener> {
    private static final String LOGIN_ACK =
            "{\"cmd\":\"ack\",\"action\":\"login\",\"ack\":1,\"user\":7,\"rooms\":[],\"heartbeat\":25}";

    OneChatClientTest() throws IOException {
        super(new RecordingListener());
    }

    private static void assertRefused(CompletableFuture<?> reply, ErrorCode code, String msg) {
        assertThat(reply)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(RefusedByServerException.class, refused -> assertThat(refused.code())
                        .isEqualTo(code))
                .withMessage(msg);
    }

    @Test
    void aLoginGivesWhatTheServerSaysOfTheUser() {
        CompletableFuture<Message.OfLogin> reply = client.login("alice", "secret", "phone");
        assertThat(server.receive())
                .isEqualTo(
                        "{\"cmd\":\"login\",\"ack\":1,\"name\":\"alice\",\"pass\":\"secret\",\"device\":\"phone\",\"resume\":true}");
        server.send(LOGIN_ACK.replace("[]", "[{\"id\":1,\"name\":\"demo\",\"in_call\":[2]}]"));
        assertThat(reply)
                .succeedsWithin(SOON)
                .isEqualTo(new Message.OfLogin(7, List.of(new Message.Room(1, "demo", List.of(2L))), 25, null, 0));
    }

    @Test
    void aLoginByTokenSendsTheTokenAlone() {
        CompletableFuture<?> reply = client.login(new Command.Token("a.b.c"), null);
        assertThat(server.receive()).isEqualTo("{\"cmd\":\"login\",\"ack\":1,\"token\":\"a.b.c\",\"resume\":true}");
        assertThat(reply).isNotDone();
    }

    @Test
    void aSessionOfAnotherClientIsNotResumed() {
        assertThatIllegalArgumentException().isThrownBy(() -> client.login(new Command.Resume("s", 0), null));
    }

    static Stream<Arguments> commands() {
        Peer peer = Peer.in(3, 2);
        return Stream.of(
                command(c -> c.ping(), "{\"cmd\":\"ping\",\"ack\":1}"),
                command(c -> c.logout(), "{\"cmd\":\"logout\",\"ack\":1}"),
                command(c -> c.create(3), "{\"cmd\":\"webrtc_create\",\"ack\":1,\"to\":3}"),
                command(c -> c.join(3), "{\"cmd\":\"webrtc_join\",\"ack\":1,\"to\":3}"),
                command(c -> c.leave(3), "{\"cmd\":\"webrtc_leave\",\"ack\":1,\"to\":3}"),
                command(c -> c.declineBusy(3), "{\"cmd\":\"webrtc_leave\",\"ack\":1,\"to\":3,\"reason\":\"busy\"}"),
                command(c -> c.presence(3), "{\"cmd\":\"presence\",\"ack\":1,\"to\":3}"),
                command(
                        c -> c.offer(peer, "v=0"),
                        "{\"cmd\":\"webrtc_send_offer\",\"to\":2,\"room\":3,\"ack\":1,\"sdp\":\"v=0\"}"),
                command(
                        c -> c.answer(peer, "v=0"),
                        "{\"cmd\":\"webrtc_send_answer\",\"to\":2,\"room\":3,\"ack\":1,\"sdp\":\"v=0\"}"),
                command(
                        c -> c.candidate(Peer.of(2), new IceCandidate("c", 0, null, null)),
                        "{\"cmd\":\"webrtc_send_ice_candidate\",\"to\":2,\"ack\":1,\"label\":0,\"candidate\":\"c\"}"));
    }

    private static Arguments command(Function<OneChatClient, CompletableFuture<?>> send, String payload) {
        return Arguments.of(send, payload);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsSentAndCompletedByItsAck(Function<OneChatClient, CompletableFuture<?>> send, String payload) {
        CompletableFuture<?> reply = send.apply(client);
        assertThat(server.receive()).isEqualTo(payload);
        assertThat(reply).isNotDone();
        String cmd = payload.substring(8, payload.indexOf('"', 8));
        server.send("{\"cmd\":\"ack\",\"action\":\"" + cmd + "\",\"ack\":1}");
        assertThat(reply).succeedsWithin(SOON);
    }

    @Test
    void createAndJoinGiveTheirAdditions() {
        CompletableFuture<Message.OfCreate> created = client.create(3);
        CompletableFuture<Message.OfJoin> joined = client.join(4);
        server.send(
                "{\"cmd\":\"ack\",\"action\":\"webrtc_join\",\"ack\":2,\"to\":4,\"members\":[5],\"ice_servers\":[]}",
                "{\"cmd\":\"ack\",\"action\":\"webrtc_create\",\"ack\":1,\"to\":3,\"members\":[],\"ringing\":[5],"
                        + "\"offline\":[6],\"ice_servers\":[]}");
        assertThat(joined).succeedsWithin(SOON).isEqualTo(new Message.OfJoin(4, List.of(5L), List.of()));
        assertThat(created)
                .succeedsWithin(SOON)
                .isEqualTo(new Message.OfCreate(3, List.of(), List.of(5L), List.of(6L), List.of()));
    }

    @Test
    void aPresenceGivesItsAddition() {
        CompletableFuture<Message.OfPresence> told = client.presence(3);
        server.send(
                "{\"cmd\":\"ack\",\"action\":\"presence\",\"ack\":1,\"to\":3,\"members\":[5],\"online\":[6],\"offline\":[7],"
                        + "\"names\":{\"6\":\"bob\"}}");
        assertThat(told)
                .succeedsWithin(SOON)
                .isEqualTo(new Message.OfPresence(3, List.of(5L), List.of(6L), List.of(7L), Map.of(6L, "bob")));
    }

    @Test
    void anOldServerRefusesAPresence() {
        CompletableFuture<?> refused = client.presence(3);
        server.send("{\"cmd\":\"error\",\"msg\":\"unknown cmd\",\"code\":10400,\"action\":\"presence\",\"ack\":1}");
        assertRefused(refused, ErrorCode.MALFORMED, "unknown cmd");
    }

    @Test
    void aRefusalFailsTheCommandItIsTheReplyTo() {
        CompletableFuture<?> refused = client.join(3);
        CompletableFuture<?> acked = client.ping();
        server.send(
                "{\"cmd\":\"error\",\"msg\":\"no call in this room\",\"code\":10404,\"action\":\"webrtc_join\",\"ack\":1}",
                "{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":2}");
        assertRefused(refused, ErrorCode.NOT_FOUND, "no call in this room");
        assertThat(acked).succeedsWithin(SOON);
        assertThat(listener.isEmpty()).isTrue();
    }

    @Test
    void aRefusalSaysWhenToTryAgain() {
        CompletableFuture<?> refused = client.login("alice", "secret", null);
        server.send("{\"cmd\":\"error\",\"msg\":\"draining\",\"code\":10503,\"ack\":1,\"retry_after\":5}");
        assertThat(refused)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(RefusedByServerException.class, e -> assertThat(e.retryAfterSeconds())
                        .isEqualTo(5));
    }

    @Test
    void everyEventReachesTheListenerInOrderOnOneThread() throws IOException, InterruptedException {
        server.send(
                "{\"cmd\":\"webrtc_create\",\"from\":2,\"to\":1,\"ack\":\"a\",\"expires_in\":60}",
                "{\"cmd\":\"webrtc_from_the_future\",\"from\":2}",
                "{\"cmd\":\"webrtc_join\",\"from\":2,\"to\":1,\"ack\":\"b\"}",
                "{\"cmd\":\"webrtc_send_offer\",\"from\":2,\"room\":1,\"sdp\":\"v=0\",\"ack\":\"c\"}",
                "{\"cmd\":\"webrtc_send_answer\",\"from\":2,\"sdp\":\"v=1\",\"ack\":\"d\"}",
                "{\"cmd\":\"webrtc_send_ice_candidate\",\"from\":2,\"label\":0,\"candidate\":\"x\",\"ack\":\"e\"}",
                "{\"cmd\":\"webrtc_leave\",\"from\":2,\"to\":1,\"reason\":\"declined\"}",
                "{\"cmd\":\"error\",\"msg\":\"draining\",\"code\":10503}");
        server.end();
        Message.Refused draining = new Message.Refused(ErrorCode.UNAVAILABLE, "draining", null, null);
        List<Object> expected = List.of(
                new Message.Created(2, 1, Ack.of("a"), 60),
                new Message.Joined(2, 1, Ack.of("b")),
                new RelayedContent.Offer(Peer.in(1, 2), "v=0", Ack.of("c")),
                new RelayedContent.Answer(Peer.of(2), "v=1", Ack.of("d")),
                new RelayedContent.Candidate(Peer.of(2), new IceCandidate("x", 0, null, null), Ack.of("e")),
                new Message.Left(2, 1, LeaveReason.DECLINED, null),
                draining,
                new Closed(Closed.How.BY_SERVER, draining, null));
        for (Object event : expected) {
            assertThat(listener.next()).isEqualTo(event);
        }
        assertThat(listener.threads()).isEqualTo(1);
    }

    @Test
    void messagesMayArriveOneOctetAtATime() throws InterruptedException {
        String frame = "ONECHAT/1.0\r\nPAYLOAD_LEN: 37\r\n\r\n{\"cmd\":\"webrtc_join\",\"from\":2,\"to\":1}";
        for (String octet : frame.split("", -1)) {
            server.sendRaw(octet);
        }
        assertThat(listener.next()).isEqualTo(new Message.Joined(2, 1, null));
    }

    @Test
    void anErrorOfACommandThatNobodyWaitsForReachesTheListener() throws InterruptedException {
        server.send("{\"cmd\":\"error\",\"msg\":\"late\",\"code\":10400,\"action\":\"ping\",\"ack\":99}");
        assertThat(listener.next()).isEqualTo(new Message.Refused(ErrorCode.MALFORMED, "late", "ping", Ack.of(99)));
    }
}
