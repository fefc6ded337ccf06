package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onechat.protocol.PayloadWriter.ack;
import static onechat.protocol.PayloadWriter.text;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import tools.jackson.core.JsonGenerator;

/** Turns a {@link Message} into the payload that a client gets (contract section 2). Used by many threads at once. */
public final class MessageEncoder {
    /** What stands before the client's ack in an ack without additions. */
    private static final Map<Cmd, byte[]> BEFORE_ACK = new EnumMap<>(Cmd.class);

    static {
        for (Cmd cmd : Cmd.values()) {
            String before = "{\"cmd\":\"ack\",\"action\":\"" + cmd.wireName() + "\",\"ack\":";
            BEFORE_ACK.put(cmd, before.getBytes(UTF_8));
        }
    }

    private final PayloadWriter writer = new PayloadWriter();

    /** The payload, UTF-8, to be framed by the transport; nobody may change it. */
    public byte[] encode(Message message) {
        return switch (message.cmd()) {
            case ACK -> acked((Acked) message);
            case ERROR -> writer.write(out -> refused(out, (Refused) message));
            case CREATE -> writer.write(out -> created(out, (Created) message));
            case JOIN -> writer.write(out -> joined(out, (Joined) message));
            case LEAVE -> writer.write(out -> left(out, (Left) message));
            case OFFER, ANSWER, CANDIDATE -> ((Relayed) message).payload();
            case LOGIN, LOGOUT, PING, PRESENCE -> throw new AssertionError("no message of the server's");
        };
    }

    private byte[] acked(Acked acked) {
        return acked.additions() instanceof Plain
                ? plain(acked)
                : writer.write(out -> {
                    out.writeStringProperty("cmd", Cmd.ACK.wireName());
                    out.writeStringProperty("action", acked.action().wireName());
                    ack(out, acked.ack());
                    additions(out, acked.additions());
                });
    }

    /** One for nearly every command, so it is put together from octets. */
    private static byte[] plain(Acked acked) {
        byte[] before = Objects.requireNonNull(BEFORE_ACK.get(acked.action()));
        byte[] ack = acked.ack().json().getBytes(UTF_8);
        byte[] payload = Arrays.copyOf(before, before.length + ack.length + 1);
        System.arraycopy(ack, 0, payload, before.length, ack.length);
        payload[payload.length - 1] = '}';
        return payload;
    }

    private static void additions(JsonGenerator out, Additions additions) {
        if (additions instanceof OfLogin login) {
            login(out, login);
        } else if (additions instanceof OfResume resume) {
            out.writeBooleanProperty("resumed", true);
            out.writeNumberProperty("replayed", resume.replayed());
        } else if (additions instanceof OfCreate create) {
            out.writeNumberProperty("to", create.to());
            ids(out, "members", create.members());
            ids(out, "ringing", create.ringing());
            ids(out, "offline", create.offline());
            iceServers(out, create.iceServers());
        } else if (additions instanceof OfJoin join) {
            out.writeNumberProperty("to", join.to());
            ids(out, "members", join.members());
            iceServers(out, join.iceServers());
        } else if (additions instanceof OfPresence presence) {
            presence(out, presence);
        } else if (!(additions instanceof Plain)) {
            throw new AssertionError("additions of an unknown kind");
        }
    }

    private static void login(JsonGenerator out, OfLogin login) {
        out.writeNumberProperty("user", login.user());
        out.writeName("rooms").writeStartArray();
        for (Room room : login.rooms()) {
            out.writeStartObject();
            out.writeNumberProperty("id", room.id());
            out.writeStringProperty("name", room.name());
            if (!room.inCall().isEmpty()) {
                ids(out, "in_call", room.inCall());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeNumberProperty("heartbeat", login.heartbeatSeconds());
        if (login.session() != null) {
            out.writeStringProperty("session", login.session());
            out.writeNumberProperty("resume_window", login.resumeWindowSeconds());
        }
    }

    private static void presence(JsonGenerator out, OfPresence presence) {
        out.writeNumberProperty("to", presence.to());
        ids(out, "members", presence.members());
        ids(out, "online", presence.online());
        ids(out, "offline", presence.offline());
        if (!presence.names().isEmpty()) {
            out.writeName("names").writeStartObject();
            for (Map.Entry<Long, String> name : presence.names().entrySet()) {
                out.writeStringProperty(name.getKey().toString(), name.getValue());
            }
            out.writeEndObject();
        }
    }

    private static void refused(JsonGenerator out, Refused refused) {
        out.writeStringProperty("cmd", Cmd.ERROR.wireName());
        out.writeStringProperty("msg", refused.msg());
        out.writeNumberProperty("code", refused.code().code());
        text(out, "action", refused.action());
        ack(out, refused.ack());
        if (refused.retryAfterSeconds() > 0) {
            out.writeNumberProperty("retry_after", refused.retryAfterSeconds());
        }
    }

    private static void created(JsonGenerator out, Created created) {
        event(out, Cmd.CREATE, created.from(), created.to(), created.ack());
        out.writeNumberProperty("expires_in", created.expiresInSeconds());
    }

    private static void joined(JsonGenerator out, Joined joined) {
        event(out, Cmd.JOIN, joined.from(), joined.to(), joined.ack());
    }

    private static void left(JsonGenerator out, Left left) {
        event(out, Cmd.LEAVE, left.from(), left.to(), left.ack());
        out.writeStringProperty("reason", left.reason().wireName());
    }

    private static void event(JsonGenerator out, Cmd cmd, long from, long to, @Nullable Ack ack) {
        out.writeStringProperty("cmd", cmd.wireName());
        out.writeNumberProperty("from", from);
        out.writeNumberProperty("to", to);
        ack(out, ack);
    }

    private static void ids(JsonGenerator out, String name, List<Long> ids) {
        out.writeName(name).writeStartArray();
        for (long id : ids) {
            out.writeNumber(id);
        }
        out.writeEndArray();
    }

    private static void iceServers(JsonGenerator out, List<IceServer> servers) {
        out.writeName("ice_servers").writeStartArray();
        for (IceServer server : servers) {
            out.writeStartObject();
            out.writeName("urls").writeStartArray();
            for (String url : server.urls()) {
                out.writeString(url);
            }
            out.writeEndArray();
            text(out, "username", server.username());
            text(out, "credential", server.credential());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
