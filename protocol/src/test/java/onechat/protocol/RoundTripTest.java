package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onechat.protocol.Message.Acked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    private static final String TEXT = "d\u00e9mo \u20ac \uD83D\uDE00 \"\\\b\f\n\r\t\u0000\u001f\u007f\u2028/";
    private static final Ack ACK = Ack.of("a1");

    private final CommandEncoder commandEncoder = new CommandEncoder();
    private final CommandDecoder commandDecoder = new CommandDecoder();
    private final MessageEncoder messageEncoder = new MessageEncoder();
    private final MessageDecoder messageDecoder = new MessageDecoder();

    static Stream<Command> commands() {
        return Stream.of(
                new Command.Login(new Command.Password(TEXT, TEXT), TEXT, false, ACK),
                new Command.Login(new Command.Password("", ""), null, true, null),
                new Command.Login(new Command.Token(TEXT), "phone", true, ACK),
                new Command.Login(new Command.Resume(TEXT, 0), null, false, ACK),
                new Command.Login(new Command.Resume("s", Limits.MAX_ID), null, false, ACK),
                new Command.Logout(ACK),
                new Command.Logout(null),
                new Command.Ping(null, ACK),
                new Command.Ping(0L, null),
                new Command.Ping(Limits.MAX_ID, Ack.of(-5)),
                new Command.Create(1, ACK),
                new Command.Create(Limits.MAX_ID, null),
                new Command.Join(1, Ack.of(Long.MAX_VALUE)),
                new Command.Leave(1, false, ACK),
                new Command.Leave(1, true, ACK),
                new Command.Presence(1, ACK),
                new Command.Presence(Limits.MAX_ID, null));
    }

    static Stream<Message> messages() {
        List<IceServer> iceServers = List.of(
                new IceServer(List.of("stun:stun.example.org"), null, null),
                new IceServer(List.of("turn:turn.example.org", "turns:turn.example.org"), "1:7", TEXT));
        List<Message.Room> rooms =
                List.of(new Message.Room(1, TEXT, List.of()), new Message.Room(Limits.MAX_ID, "", List.of(3L, 4L)));
        return Stream.of(
                new Acked(Cmd.PING, ACK, new Message.Plain()),
                new Acked(Cmd.LOGOUT, Ack.of(7), new Message.Plain()),
                new Acked(Cmd.OFFER, new Ack("\"\\u0061\\/\""), new Message.Plain()),
                new Acked(Cmd.LOGIN, ACK, new Message.OfLogin(7, rooms, 25, null, 0)),
                new Acked(Cmd.LOGIN, ACK, new Message.OfLogin(7, List.of(), 25, TEXT, 30)),
                new Acked(Cmd.LOGIN, ACK, new Message.OfResume(1_024)),
                new Acked(
                        Cmd.CREATE,
                        ACK,
                        new Message.OfCreate(1, List.of(2L), List.of(3L, Limits.MAX_ID), List.of(4L), iceServers)),
                new Acked(Cmd.CREATE, ACK, new Message.OfCreate(1, List.of(), List.of(), List.of(), List.of())),
                new Acked(Cmd.JOIN, ACK, new Message.OfJoin(1, List.of(2L), iceServers)),
                new Acked(
                        Cmd.PRESENCE,
                        ACK,
                        new Message.OfPresence(
                                1, List.of(2L), List.of(3L), List.of(4L), Map.of(1L, TEXT, Limits.MAX_ID, ""))),
                new Acked(Cmd.PRESENCE, ACK, new Message.OfPresence(1, List.of(), List.of(), List.of(), Map.of())),
                new Message.Refused(ErrorCode.NOT_FOUND, TEXT, "webrtc_join", ACK),
                new Message.Refused(ErrorCode.MALFORMED, "", TEXT, null),
                new Message.Refused(ErrorCode.UNAVAILABLE, "draining", null, null),
                new Message.Refused(ErrorCode.UNAVAILABLE, "draining", null, null, 3),
                new Message.Refused(ErrorCode.UNAVAILABLE, "draining", "login", ACK, Limits.MAX_ID),
                new Message.Created(1, 2, ACK, 60),
                new Message.Created(1, 2, null, 1),
                new Message.Joined(1, 2, Ack.of(7)),
                new Message.Joined(1, 2, null),
                new Message.Left(1, 2, LeaveReason.MOVED, ACK),
                new Message.Left(1, 2, LeaveReason.TIMEOUT, null));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aServerReadsTheCommandThatAClientWrites(Command command) throws RefusedException {
        byte[] payload = commandEncoder.encode(command);
        assertThat(commandDecoder.decode(payload, 0, payload.length)).isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aClientReadsTheMessageThatAServerWrites(Message message) throws MalformedPayloadException {
        byte[] payload = messageEncoder.encode(message);
        assertThat(messageDecoder.decode(payload, 0, payload.length)).contains(message);
    }

    private RelayedContent relayed(byte[] payload) throws RefusedException, MalformedPayloadException {
        Command.Relay relay = (Command.Relay) commandDecoder.decode(payload, 0, payload.length);
        assertThat(commandEncoder.encode(relay)).isEqualTo(payload);
        Message.Relayed message =
                new Message.Relayed(relay.cmd(), 7, relay.body().withFrom(7));
        byte[] sent = messageEncoder.encode(message);
        Message received = messageDecoder.decode(sent, 0, sent.length).orElseThrow();
        return messageDecoder.content((Message.Relayed) received);
    }

    @Test
    void anOfferArrivesAsItWasSent() throws RefusedException, MalformedPayloadException {
        assertThat(relayed(commandEncoder.offer(Peer.in(3, 2), TEXT, ACK)))
                .isEqualTo(new RelayedContent.Offer(Peer.in(3, 7), TEXT, ACK));
    }

    @Test
    void anAnswerArrivesAsItWasSent() throws RefusedException, MalformedPayloadException {
        assertThat(relayed(commandEncoder.answer(Peer.of(2), TEXT, null)))
                .isEqualTo(new RelayedContent.Answer(Peer.of(7), TEXT, null));
    }

    static Stream<IceCandidate> candidates() {
        return Stream.of(
                new IceCandidate(TEXT, 0, "0", "u"),
                new IceCandidate("candidate:1", 3, null, null),
                new IceCandidate("candidate:1", null, "audio", null),
                new IceCandidate("", null, null, null));
    }

    @ParameterizedTest
    @MethodSource("candidates")
    void aCandidateArrivesAsItWasSent(IceCandidate candidate) throws RefusedException, MalformedPayloadException {
        assertThat(relayed(commandEncoder.candidate(Peer.in(3, 2), candidate, ACK)))
                .isEqualTo(new RelayedContent.Candidate(Peer.in(3, 7), candidate, ACK));
    }

    @Test
    void aPlainAckIsByteExact() {
        byte[] payload = messageEncoder.encode(new Acked(Cmd.OFFER, new Ack("\"\\u0061\""), new Message.Plain()));
        assertThat(payload)
                .asString(UTF_8)
                .isEqualTo("{\"cmd\":\"ack\",\"action\":\"webrtc_send_offer\",\"ack\":\"\\u0061\"}");
    }

    @Test
    void namesAreAMemberOfAPresenceOnlyWhereThereAreAny() {
        Message.OfPresence named = new Message.OfPresence(1, List.of(2L), List.of(), List.of(3L), Map.of(2L, "bob"));
        Message.OfPresence nameless = new Message.OfPresence(1, List.of(), List.of(), List.of(), Map.of());
        assertThat(messageEncoder.encode(new Acked(Cmd.PRESENCE, ACK, named)))
                .asString(UTF_8)
                .isEqualTo(
                        "{\"cmd\":\"ack\",\"action\":\"presence\",\"ack\":\"a1\",\"to\":1,\"members\":[2],\"online\":[],"
                                + "\"offline\":[3],\"names\":{\"2\":\"bob\"}}");
        assertThat(messageEncoder.encode(new Acked(Cmd.PRESENCE, ACK, nameless)))
                .asString(UTF_8)
                .isEqualTo(
                        "{\"cmd\":\"ack\",\"action\":\"presence\",\"ack\":\"a1\",\"to\":1,\"members\":[],\"online\":[],"
                                + "\"offline\":[]}");
    }

    @Test
    void aCandidateOfALineWithAnIndexIsByteExact() {
        byte[] payload = commandEncoder.candidate(Peer.of(2), new IceCandidate("c", 0, "a", "u"), Ack.of(1));
        assertThat(payload)
                .asString(UTF_8)
                .isEqualTo("{\"cmd\":\"webrtc_send_ice_candidate\",\"to\":2,\"ack\":1,\"label\":0,\"candidate\":\"c\","
                        + "\"sdpMid\":\"a\",\"usernameFragment\":\"u\"}");
    }

    @Test
    void noTextFormHoldsSecretsDescriptionsOrAddresses() {
        Command login = new Command.Login(new Command.Password("SECRET", "SECRET"), null, false, ACK);
        Command resumed = new Command.Login(new Command.Resume("SECRET", 1), null, false, ACK);
        Command byToken = new Command.Login(new Command.Token("SECRET"), null, false, ACK);
        IceCandidate candidate = new IceCandidate("SECRET", 0, "0", "SECRET");
        List<Object> all = List.of(
                login,
                resumed,
                byToken,
                candidate,
                new RelayedContent.Offer(Peer.of(1), "SECRET", ACK),
                new RelayedContent.Answer(Peer.of(1), "SECRET", ACK),
                new RelayedContent.Candidate(Peer.of(1), candidate, ACK),
                new Message.Relayed(Cmd.OFFER, 1, "{\"sdp\":\"SECRET\"}".getBytes(UTF_8)),
                new Message.Room(1, "SECRET", List.of()),
                new Message.OfLogin(1, List.of(), 25, "SECRET", 30),
                new Message.OfPresence(1, List.of(), List.of(), List.of(), Map.of(1L, "SECRET")),
                new IceServer(List.of("turn:turn.example.org"), "SECRET", "SECRET"));
        assertThat(all).noneMatch(value -> value.toString().contains("SECRET"));
    }
}
