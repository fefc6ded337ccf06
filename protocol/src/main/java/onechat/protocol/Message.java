package onechat.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server tells a client (contract section 2). Immutable. */
public sealed interface Message {
    /** Which message it is. */
    Cmd cmd();

    /** The reply to a command that was carried out: {@code {"cmd":"ack","action":CMD,"ack":ACK}} and its additions. */
    record Acked(Cmd action, Ack ack, Additions additions) implements Message {
        @Override
        public Cmd cmd() {
            return Cmd.ACK;
        }
    }

    /** The additions of an ack, by the command it answers. */
    sealed interface Additions {}

    /** No additions. */
    record Plain() implements Additions {
        /** All are equal, so one is enough. */
        public static final Plain INSTANCE = new Plain();
    }

    /**
     * The ack of a login (section 3).
     *
     * @param user the client's own id
     * @param rooms at most {@link Limits#MAX_LISTED_ROOMS}
     * @param heartbeatSeconds how often the client shows at least that it is alive
     * @param session the session's opaque name, where the client asked for one that it can resume
     * @param resumeWindowSeconds how long a session stays after its connection; 0 without a session
     */
    record OfLogin(
            long user,
            List<Room> rooms,
            long heartbeatSeconds,
            @Nullable String session,
            long resumeWindowSeconds) implements Additions {
        public OfLogin {
            rooms = List.copyOf(rooms);
        }

        @Override
        public String toString() {
            return "OfLogin[user=" + user + ", rooms=" + rooms.size() + "]";
        }
    }

    /**
     * The ack of a login that continues a session (section 4).
     *
     * @param replayed how many frames follow that were sent before
     */
    record OfResume(long replayed) implements Additions {}

    /**
     * The ack of a create (section 5.1).
     *
     * @param members users in the call, the sender left out
     * @param ringing users being rung who have a device online
     * @param offline users being rung who have none
     */
    record OfCreate(long to, List<Long> members, List<Long> ringing, List<Long> offline, List<IceServer> iceServers)
            implements Additions {
        public OfCreate {
            members = List.copyOf(members);
            ringing = List.copyOf(ringing);
            offline = List.copyOf(offline);
            iceServers = List.copyOf(iceServers);
        }
    }

    /**
     * The ack of a join (section 5.2).
     *
     * @param members users in the call, the sender left out
     */
    record OfJoin(long to, List<Long> members, List<IceServer> iceServers) implements Additions {
        public OfJoin {
            members = List.copyOf(members);
            iceServers = List.copyOf(iceServers);
        }
    }

    /**
     * The ack of a presence (section 5, addition): who of a room's members could be reached when it was asked. The sender stands in none of the
     * lists, and every other member in one.
     *
     * @param members users in the room's call, whether or not they still are members
     * @param online other members who have a device online
     * @param offline other members who have none
     * @param names of members, the sender included, by user id, each of at most {@link Limits#MAX_MEMBER_NAME_UNITS}; empty where the operator
     *     lets no names be shown, and without those who have none
     */
    record OfPresence(long to, List<Long> members, List<Long> online, List<Long> offline, Map<Long, String> names)
            implements Additions {
        public OfPresence {
            members = List.copyOf(members);
            online = List.copyOf(online);
            offline = List.copyOf(offline);
            names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        }

        @Override
        public String toString() {
            return "OfPresence[to=" + to + ", members=" + members + ", online=" + online + ", offline=" + offline + "]";
        }
    }

    /**
     * A room that the user is a member of, as a login's ack lists it (section 3).
     *
     * @param inCall the users in its call, empty where none is under way
     */
    record Room(long id, String name, List<Long> inCall) {
        public Room {
            inCall = List.copyOf(inCall);
        }

        @Override
        public String toString() {
            return "Room[" + id + "]";
        }
    }

    /**
     * An {@code error}: the command, frame or connection is refused (section 7).
     *
     * @param msg for a person; holds no secret
     * @param action the {@code cmd} at fault, or null where there is none or it could not be read
     * @param ack the command's {@code ack}, or null likewise
     * @param retryAfterSeconds how long to wait before the next login, where the server is draining; 0 where it doesn't say
     */
    record Refused(
            ErrorCode code,
            String msg,
            @Nullable String action,
            @Nullable Ack ack,
            long retryAfterSeconds) implements Message {
        public Refused {
            if (retryAfterSeconds < 0 || retryAfterSeconds > Limits.MAX_ID) {
                throw new IllegalArgumentException("a time to wait is 0 to 2^53-1 seconds");
            }
        }

        /** A refusal that doesn't say when to try again. */
        public Refused(ErrorCode code, String msg, @Nullable String action, @Nullable Ack ack) {
            this(code, msg, action, ack, 0);
        }

        /** A refusal of a command that was read. */
        public static Refused of(Command command, ErrorCode code, String msg) {
            return new Refused(code, msg, command.cmd().wireName(), command.ack());
        }

        @Override
        public Cmd cmd() {
            return Cmd.ERROR;
        }
    }

    /**
     * Somebody rings (section 5.1).
     *
     * @param from who rings
     * @param to the room; 0 where an old server did not say
     * @param ack that of the create which rings, or null where it had none
     * @param expiresInSeconds how long the ring goes on, at least 1; 0 where an old server did not say
     */
    record Created(long from, long to, @Nullable Ack ack, long expiresInSeconds) implements Message {
        @Override
        public Cmd cmd() {
            return Cmd.CREATE;
        }
    }

    /** Somebody is in the call now (section 5.2). */
    record Joined(long from, long to, @Nullable Ack ack) implements Message {
        @Override
        public Cmd cmd() {
            return Cmd.JOIN;
        }
    }

    /**
     * Somebody is no longer in the call, or no longer rung (section 5.3).
     *
     * @param ack that of the command which caused it, or null where none did
     */
    record Left(
            long from,
            long to,
            LeaveReason reason,
            @Nullable Ack ack) implements Message {
        @Override
        public Cmd cmd() {
            return Cmd.LEAVE;
        }
    }

    /** An offer, an answer or an ICE candidate from another participant (section 5.4). */
    final class Relayed implements Message {
        private final Cmd cmd;
        private final long from;
        private final byte[] payload;

        /**
         * A relayed payload.
         *
         * @param cmd {@link Cmd#OFFER}, {@link Cmd#ANSWER} or {@link Cmd#CANDIDATE}
         * @param from the sender's user id, which stands in the payload too
         * @param payload the whole payload; nobody changes it from now on
         */
        public Relayed(Cmd cmd, long from, byte[] payload) {
            this.cmd = cmd;
            this.from = from;
            this.payload = payload;
        }

        @Override
        public Cmd cmd() {
            return cmd;
        }

        /** The sender's user id. */
        public long from() {
            return from;
        }

        /** The whole payload, {@code from} included, not to be changed: every holder shares it. */
        public byte[] payload() {
            return payload;
        }

        @Override
        public String toString() {
            return "Relayed[" + cmd.wireName() + ", from=" + from + "]";
        }
    }
}
