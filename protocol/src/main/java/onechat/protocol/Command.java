package onechat.protocol;

import org.jspecify.annotations.Nullable;

/** What a client asks of the server (contract section 2). Immutable, but for the octets that a {@link Relay} borrows. */
public sealed interface Command {
    /** Which command it is. */
    Cmd cmd();

    /** The client's {@code ack}, or null where it wants no ack. */
    @Nullable
    Ack ack();

    /** A command about one room, of which a user is a participant, a callee or a member. */
    sealed interface ToRoom extends Command permits Create, Join, Leave, Presence {
        /** The member {@code to}: the room's id, 1 to {@link Limits#MAX_ID}. */
        long room();
    }

    /**
     * Section 3.
     *
     * @param device the name of the device, 1 to 128 characters, or null for a device of its own
     * @param resume whether the client asks for a session that it can resume
     */
    record Login(
            Credentials credentials,
            @Nullable String device,
            boolean resume,
            @Nullable Ack ack) implements Command {
        @Override
        public Cmd cmd() {
            return Cmd.LOGIN;
        }
    }

    /** What a login rests on. The text form of none of them holds a secret or a name. */
    sealed interface Credentials {}

    /** The seed's login by name and password. */
    record Password(String name, String pass) implements Credentials {
        @Override
        public String toString() {
            return "Password[]";
        }
    }

    /** A login with a signed token (section 3, addition). */
    record Token(String jwt) implements Credentials {
        @Override
        public String toString() {
            return "Token[]";
        }
    }

    /**
     * The continuation of a session (section 4).
     *
     * @param received how many of the session's frames the client has got whole, 0 to {@link Limits#MAX_ID}
     */
    record Resume(String session, long received) implements Credentials {
        @Override
        public String toString() {
            return "Resume[received=" + received + "]";
        }
    }

    /** Ends the session. */
    record Logout(@Nullable Ack ack) implements Command {
        @Override
        public Cmd cmd() {
            return Cmd.LOGOUT;
        }
    }

    /**
     * Shows that the client is alive.
     *
     * @param received how many of the session's frames the client has got whole (section 4), or null
     */
    record Ping(@Nullable Long received, @Nullable Ack ack) implements Command {
        @Override
        public Cmd cmd() {
            return Cmd.PING;
        }
    }

    /** Section 5.1. */
    record Create(long room, @Nullable Ack ack) implements ToRoom {
        @Override
        public Cmd cmd() {
            return Cmd.CREATE;
        }
    }

    /** Section 5.2. */
    record Join(long room, @Nullable Ack ack) implements ToRoom {
        @Override
        public Cmd cmd() {
            return Cmd.JOIN;
        }
    }

    /**
     * Section 5.3.
     *
     * @param busy whether a callee declines because of another call
     */
    record Leave(long room, boolean busy, @Nullable Ack ack) implements ToRoom {
        @Override
        public Cmd cmd() {
            return Cmd.LEAVE;
        }
    }

    /** Asks who of a room's members could be reached now (section 5, addition); changes nothing. */
    record Presence(long room, @Nullable Ack ack) implements ToRoom {
        @Override
        public Cmd cmd() {
            return Cmd.PRESENCE;
        }
    }

    /**
     * An offer, an answer or an ICE candidate for another participant (section 5.4).
     *
     * @param cmd {@link Cmd#OFFER}, {@link Cmd#ANSWER} or {@link Cmd#CANDIDATE}
     * @param to the user it is for
     * @param room which of several calls that the two share, or null
     * @param body the payload as it came; it borrows the reader's buffer, so it is good only until the
     *     {@link onechat.protocol.connection.ConnectionListener#payload} that brought it returns
     */
    record Relay(
            Cmd cmd, long to, @Nullable Long room, @Nullable Ack ack, RelayBody body) implements Command {}
}
