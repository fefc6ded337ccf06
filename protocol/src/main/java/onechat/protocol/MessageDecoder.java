package onechat.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import onechat.protocol.Message.Acked;
import onechat.protocol.Message.Additions;
import onechat.protocol.Message.Created;
import onechat.protocol.Message.Joined;
import onechat.protocol.Message.Left;
import onechat.protocol.Message.OfCreate;
import onechat.protocol.Message.OfJoin;
import onechat.protocol.Message.OfLogin;
import onechat.protocol.Message.OfPresence;
import onechat.protocol.Message.OfResume;
import onechat.protocol.Message.Plain;
import onechat.protocol.Message.Refused;
import onechat.protocol.Message.Relayed;
import onechat.protocol.Message.Room;
import org.jspecify.annotations.Nullable;

/**
 * Turns a server's payload into a {@link Message} (contract section 2). Used by many threads at once.
 *
 * <p>Servers of another age are understood as far as they can be. A newer one: members that are not known are passed over, a {@code cmd} or
 * an acked {@code action} that is not known gives no message, an error code that is not known counts as {@link ErrorCode#MALFORMED}
 * below 10500 and as {@link ErrorCode#SERVER_FAULT} from there, and a reason to leave that is not known as {@link LeaveReason#LEFT}. One of
 * the seed: numbers that it doesn't give are 0, lists are empty.
 */
public final class MessageDecoder {
    private final PayloadReader reader = new PayloadReader();

    /**
     * Reads one payload. Nothing of it borrows {@code octets}.
     *
     * @return empty where it is of a kind that this version doesn't know, to be passed over
     * @throws MalformedPayloadException when it is not one JSON object with a {@code cmd}, or lacks what its {@code cmd} can't be without
     */
    public Optional<Message> decode(byte[] octets, int offset, int length) throws MalformedPayloadException {
        JsonObject members = reader.read(octets, offset, length);
        Cmd cmd = Cmd.of(required(members.text("cmd"), "cmd"));
        if (cmd == null) {
            return Optional.empty();
        }
        return switch (cmd) {
            case ACK -> acked(members);
            case ERROR -> Optional.of(refused(members));
            case CREATE -> Optional.of(new Created(from(members), to(members), members.ack(), expiresIn(members)));
            case JOIN -> Optional.of(new Joined(from(members), to(members), members.ack()));
            case LEAVE -> Optional.of(new Left(from(members), to(members), reason(members), members.ack()));
            case OFFER, ANSWER, CANDIDATE ->
                Optional.of(new Relayed(cmd, from(members), Arrays.copyOfRange(octets, offset, offset + length)));
            case LOGIN, LOGOUT, PING, PRESENCE -> Optional.empty();
        };
    }

    /**
     * What a relayed payload says.
     *
     * @throws MalformedPayloadException when it has no {@code sdp} or no {@code candidate}, whichever its {@code cmd} is about
     */
    public RelayedContent content(Relayed relayed) throws MalformedPayloadException {
        JsonObject members = reader.read(relayed.payload(), 0, relayed.payload().length);
        long room = members.integer("room", 0);
        Peer from = new Peer(relayed.from(), room < 1 ? null : Long.valueOf(room));
        Ack ack = members.ack();
        return switch (relayed.cmd()) {
            case OFFER -> new RelayedContent.Offer(from, required(members.text("sdp"), "sdp"), ack);
            case ANSWER -> new RelayedContent.Answer(from, required(members.text("sdp"), "sdp"), ack);
            case CANDIDATE -> new RelayedContent.Candidate(from, candidate(members), ack);
            case LOGIN, LOGOUT, PING, CREATE, JOIN, LEAVE, PRESENCE, ACK, ERROR ->
                throw new AssertionError("not relayed");
        };
    }

    private static Optional<Message> acked(JsonObject members) throws MalformedPayloadException {
        Cmd action = Cmd.of(required(members.text("action"), "action"));
        Ack ack = required(members.ack(), "ack");
        return action == null ? Optional.empty() : Optional.of(new Acked(action, ack, additions(action, members)));
    }

    private static Additions additions(Cmd action, JsonObject members) {
        return switch (action) {
            case LOGIN -> members.isTrue("resumed") ? new OfResume(members.integer("replayed", 0)) : login(members);
            case CREATE ->
                new OfCreate(
                        to(members),
                        members.ids("members"),
                        members.ids("ringing"),
                        members.ids("offline"),
                        iceServers(members));
            case JOIN -> new OfJoin(to(members), members.ids("members"), iceServers(members));
            case PRESENCE ->
                new OfPresence(
                        to(members),
                        members.ids("members"),
                        members.ids("online"),
                        members.ids("offline"),
                        members.textsById("names"));
            case LOGOUT, PING, LEAVE, OFFER, ANSWER, CANDIDATE, ACK, ERROR -> Plain.INSTANCE;
        };
    }

    private static OfLogin login(JsonObject members) {
        List<Room> rooms = members.objects("rooms").stream()
                .map(room -> new Room(room.integer("id", 0), textOr(room.text("name"), ""), room.ids("in_call")))
                .toList();
        String session = members.text("session");
        return new OfLogin(
                members.integer("user", 0),
                rooms,
                members.integer("heartbeat", 0),
                session,
                session == null ? 0 : members.integer("resume_window", 0));
    }

    private static List<IceServer> iceServers(JsonObject members) {
        return members.objects("ice_servers").stream()
                .filter(server -> !urls(server).isEmpty())
                .map(server -> new IceServer(urls(server), server.text("username"), server.text("credential")))
                .toList();
    }

    /** {@code RTCPeerConnection} takes one URL without an array around it too. */
    private static List<String> urls(JsonObject server) {
        String one = server.text("urls");
        return one == null ? server.texts("urls") : List.of(one);
    }

    private static Refused refused(JsonObject members) {
        long number = members.integer("code", 0);
        ErrorCode known = number < 0 || number > Short.MAX_VALUE ? null : ErrorCode.of((int) number);
        ErrorCode nearest = number < ErrorCode.SERVER_FAULT.code() ? ErrorCode.MALFORMED : ErrorCode.SERVER_FAULT;
        String msg = textOr(members.text("msg"), "");
        return new Refused(
                known == null ? nearest : known,
                msg,
                members.text("action"),
                members.ack(),
                Math.max(0, members.integer("retry_after", 0)));
    }

    private static LeaveReason reason(JsonObject members) {
        LeaveReason reason = LeaveReason.of(textOr(members.text("reason"), ""));
        return reason == null ? LeaveReason.LEFT : reason;
    }

    private static IceCandidate candidate(JsonObject members) throws MalformedPayloadException {
        long label = members.integer("label", -1);
        Integer index = label < 0 || label > Integer.MAX_VALUE ? null : Integer.valueOf((int) label);
        String mid = members.text("sdpMid");
        return new IceCandidate(
                required(members.text("candidate"), "candidate"),
                index,
                mid == null ? members.text("label") : mid,
                members.text("usernameFragment"));
    }

    private static long from(JsonObject members) throws MalformedPayloadException {
        long from = members.integer("from", 0);
        return required(from < 1 ? null : Long.valueOf(from), "from");
    }

    private static long to(JsonObject members) {
        return Math.max(0, members.integer("to", 0));
    }

    private static long expiresIn(JsonObject members) {
        return Math.max(0, members.integer("expires_in", 0));
    }

    private static String textOr(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static <T> T required(@Nullable T member, String name) throws MalformedPayloadException {
        if (member == null) {
            throw new MalformedPayloadException(name + " is missing or of the wrong type");
        }
        return member;
    }
}
