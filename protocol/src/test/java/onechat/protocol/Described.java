package onechat.protocol;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says what a command or a message holds, in the words of the vectors. Stateless. */
final class Described {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Described() {}

    static JsonNode of(Command command) {
        ObjectNode said = NODES.objectNode().put("cmd", command.cmd().wireName());
        if (command instanceof Command.Login login) {
            login(said, login);
        } else if (command instanceof Command.Ping ping) {
            number(said, "received", ping.received());
        } else if (command instanceof Command.Relay relay) {
            said.put("to", relay.to());
            number(said, "room", relay.room());
        } else if (command instanceof Command.ToRoom toRoom) {
            said.put("to", toRoom.room());
        }
        if (command instanceof Command.Leave leave) {
            said.put("busy", leave.busy());
        }
        return sameNumbers(ack(said, command.ack()));
    }

    private static void login(ObjectNode said, Command.Login login) {
        if (login.credentials() instanceof Command.Password password) {
            said.put("name", password.name()).put("pass", password.pass());
        } else if (login.credentials() instanceof Command.Token token) {
            said.put("token", token.jwt());
        } else if (login.credentials() instanceof Command.Resume resume) {
            said.put("session", resume.session()).put("received", resume.received());
        }
        text(said, "device", login.device());
        said.put("resume", login.resume());
    }

    /** What an error says but for its text, which is free. */
    static JsonNode ofError(Message.Refused refused) {
        ObjectNode said = NODES.objectNode().put("code", refused.code().code());
        text(said, "action", refused.action());
        return sameNumbers(ack(said, refused.ack()));
    }

    static JsonNode of(MessageDecoder decoder, Optional<Message> message) throws MalformedPayloadException {
        return message.isEmpty() ? NODES.nullNode() : of(decoder, message.get());
    }

    private static JsonNode of(MessageDecoder decoder, Message message) throws MalformedPayloadException {
        ObjectNode said = NODES.objectNode().put("cmd", message.cmd().wireName());
        if (message instanceof Message.Acked acked) {
            additions(ack(said.put("action", acked.action().wireName()), acked.ack()), acked.additions());
        } else if (message instanceof Message.Refused refused) {
            said.put("code", refused.code().code()).put("msg", refused.msg());
            text(said, "action", refused.action());
            ack(said, refused.ack());
            if (refused.retryAfterSeconds() > 0) {
                said.put("retry_after", refused.retryAfterSeconds());
            }
        } else if (message instanceof Message.Created created) {
            ack(said.put("from", created.from()).put("to", created.to()), created.ack());
            said.put("expires_in", created.expiresInSeconds());
        } else if (message instanceof Message.Joined joined) {
            ack(said.put("from", joined.from()).put("to", joined.to()), joined.ack());
        } else if (message instanceof Message.Left left) {
            ack(said.put("from", left.from()).put("to", left.to()), left.ack());
            said.put("reason", left.reason().wireName());
        } else if (message instanceof Message.Relayed relayed) {
            content(said, decoder.content(relayed));
        }
        return sameNumbers(said);
    }

    private static void additions(ObjectNode said, Message.Additions additions) {
        if (additions instanceof Message.OfLogin login) {
            said.put("user", login.user()).put("heartbeat", login.heartbeatSeconds());
            ArrayNode rooms = said.putArray("rooms");
            for (Message.Room room : login.rooms()) {
                ids(rooms.addObject().put("id", room.id()).put("name", room.name()), "in_call", room.inCall());
            }
            text(said, "session", login.session());
            said.put("resume_window", login.resumeWindowSeconds());
        } else if (additions instanceof Message.OfResume resume) {
            said.put("replayed", resume.replayed());
        } else if (additions instanceof Message.OfCreate create) {
            ids(said.put("to", create.to()), "members", create.members());
            ids(said, "ringing", create.ringing());
            ids(said, "offline", create.offline());
            iceServers(said, create.iceServers());
        } else if (additions instanceof Message.OfPresence presence) {
            ids(said.put("to", presence.to()), "members", presence.members());
            ids(said, "online", presence.online());
            ids(said, "offline", presence.offline());
            ObjectNode names = said.putObject("names");
            presence.names().forEach((user, name) -> names.put(user.toString(), name));
        } else if (additions instanceof Message.OfJoin join) {
            ids(said.put("to", join.to()), "members", join.members());
            iceServers(said, join.iceServers());
        }
    }

    private static void content(ObjectNode said, RelayedContent content) {
        said.put("from", content.from().user());
        number(said, "room", content.from().room());
        if (content instanceof RelayedContent.Offer offer) {
            said.put("sdp", offer.sdp());
        } else if (content instanceof RelayedContent.Answer answer) {
            said.put("sdp", answer.sdp());
        } else if (content instanceof RelayedContent.Candidate one) {
            IceCandidate candidate = one.candidate();
            said.put("candidate", candidate.candidate());
            if (candidate.sdpMLineIndex() != null) {
                said.put("sdpMLineIndex", candidate.sdpMLineIndex());
            }
            text(said, "sdpMid", candidate.sdpMid());
            text(said, "usernameFragment", candidate.usernameFragment());
        }
        ack(said, content.ack());
    }

    private static void iceServers(ObjectNode said, List<IceServer> servers) {
        ArrayNode all = said.putArray("ice_servers");
        for (IceServer server : servers) {
            ObjectNode one = all.addObject();
            server.urls().forEach(one.withArray("urls")::add);
            text(one, "username", server.username());
            text(one, "credential", server.credential());
        }
    }

    private static void ids(ObjectNode said, String name, List<Long> ids) {
        ArrayNode all = said.putArray(name);
        ids.forEach(all::add);
    }

    private static ObjectNode ack(ObjectNode said, @Nullable Ack ack) {
        text(said, "ack_json", ack == null ? null : ack.json());
        return said;
    }

    private static void text(ObjectNode said, String name, @Nullable String value) {
        if (value != null) {
            said.put(name, value);
        }
    }

    private static void number(ObjectNode said, String name, @Nullable Long value) {
        if (value != null) {
            said.put(name, value);
        }
    }

    /** The same tree as a parser makes it, which takes the smallest type that holds a number. */
    static JsonNode sameNumbers(ObjectNode said) {
        return JsonMapper.shared().readTree(said.toString());
    }
}
