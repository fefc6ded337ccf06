package onechat.protocol;

import static onechat.protocol.PayloadWriter.ack;
import static onechat.protocol.PayloadWriter.text;

import onechat.protocol.Command.Credentials;
import onechat.protocol.Command.Leave;
import onechat.protocol.Command.Login;
import onechat.protocol.Command.Password;
import onechat.protocol.Command.Ping;
import onechat.protocol.Command.Relay;
import onechat.protocol.Command.Resume;
import onechat.protocol.Command.ToRoom;
import onechat.protocol.Command.Token;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Turns what a client asks into the payload that the server gets (contract section 2). Used by many threads at once. */
public final class CommandEncoder {
    private final PayloadWriter writer = new PayloadWriter();

    /** The payload, UTF-8, to be framed by the transport. A {@link Relay} is its own payload, copied. */
    public byte[] encode(Command command) {
        return switch (command.cmd()) {
            case LOGIN -> login((Login) command);
            case PING -> ping((Ping) command);
            case LOGOUT -> writer.write(out -> begin(out, command));
            case CREATE, JOIN, LEAVE, PRESENCE -> toRoom((ToRoom) command);
            case OFFER, ANSWER, CANDIDATE -> ((Relay) command).body().payload();
            case ACK, ERROR -> throw new AssertionError("no command of a client's");
        };
    }

    /**
     * An offer for another participant.
     *
     * @param sdp the session description, as WebRTC gives it
     */
    public byte[] offer(Peer to, String sdp, @Nullable Ack ack) {
        return description(Cmd.OFFER, to, sdp, ack);
    }

    /**
     * An answer for another participant.
     *
     * @param sdp the session description, as WebRTC gives it
     */
    public byte[] answer(Peer to, String sdp, @Nullable Ack ack) {
        return description(Cmd.ANSWER, to, sdp, ack);
    }

    /** An ICE candidate for another participant. */
    public byte[] candidate(Peer to, IceCandidate candidate, @Nullable Ack ack) {
        return writer.write(out -> {
            begin(out, Cmd.CANDIDATE, to, ack);
            if (candidate.sdpMLineIndex() != null) {
                out.writeNumberProperty("label", candidate.sdpMLineIndex());
            } else {
                text(out, "label", candidate.sdpMid());
            }
            out.writeStringProperty("candidate", candidate.candidate());
            text(out, "sdpMid", candidate.sdpMid());
            text(out, "usernameFragment", candidate.usernameFragment());
        });
    }

    private byte[] description(Cmd cmd, Peer to, String sdp, @Nullable Ack ack) {
        return writer.write(out -> {
            begin(out, cmd, to, ack);
            out.writeStringProperty("sdp", sdp);
        });
    }

    private static void begin(JsonGenerator out, Cmd cmd, Peer to, @Nullable Ack ack) {
        out.writeStringProperty("cmd", cmd.wireName());
        out.writeNumberProperty("to", to.user());
        if (to.room() != null) {
            out.writeNumberProperty("room", to.room());
        }
        ack(out, ack);
    }

    private static void begin(JsonGenerator out, Command command) {
        out.writeStringProperty("cmd", command.cmd().wireName());
        ack(out, command.ack());
    }

    private byte[] login(Login login) {
        return writer.write(out -> {
            begin(out, login);
            credentials(out, login.credentials());
            text(out, "device", login.device());
            if (login.resume()) {
                out.writeBooleanProperty("resume", true);
            }
        });
    }

    private static void credentials(JsonGenerator out, Credentials credentials) {
        if (credentials instanceof Password password) {
            out.writeStringProperty("name", password.name());
            out.writeStringProperty("pass", password.pass());
        } else if (credentials instanceof Token token) {
            out.writeStringProperty("token", token.jwt());
        } else if (credentials instanceof Resume resume) {
            out.writeStringProperty("session", resume.session());
            out.writeNumberProperty("received", resume.received());
        } else {
            throw new AssertionError("credentials of an unknown kind");
        }
    }

    private byte[] ping(Ping ping) {
        return writer.write(out -> {
            begin(out, ping);
            if (ping.received() != null) {
                out.writeNumberProperty("received", ping.received());
            }
        });
    }

    private byte[] toRoom(ToRoom command) {
        return writer.write(out -> {
            begin(out, command);
            out.writeNumberProperty("to", command.room());
            if (command instanceof Leave leave && leave.busy()) {
                out.writeStringProperty("reason", LeaveReason.BUSY.wireName());
            }
        });
    }
}
