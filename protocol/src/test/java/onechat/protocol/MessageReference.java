package onechat.protocol;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onechat.protocol.JsonReference.Items;
import onechat.protocol.JsonReference.Literal;
import onechat.protocol.JsonReference.Members;
import onechat.protocol.JsonReference.Text;
import onechat.protocol.JsonReference.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says, in the words of the vectors, what message a server's object is to a client, as {@link MessageDecoder} promises. Stateless. */
final class MessageReference {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final BigInteger MAX_ID = BigInteger.TWO.pow(53).subtract(BigInteger.ONE);
    private static final Set<Integer> CODES =
            Set.of(10_400, 10_401, 10_403, 10_404, 10_408, 10_409, 10_410, 10_413, 10_426, 10_429, 10_500, 10_503);
    private static final Set<String> REASONS =
            Set.of("left", "declined", "busy", "ended", "timeout", "moved", "disconnected");

    private final Map<String, Value> members;
    private final ObjectNode said = NODES.objectNode();

    private MessageReference(Members object) {
        this.members = object.members();
    }

    /** A null node where the message is to be passed over; empty where it is malformed. */
    static Optional<JsonNode> message(Members object) {
        MessageReference reference = new MessageReference(object);
        String cmd = reference.text("cmd");
        if (cmd == null) {
            return Optional.empty();
        }
        reference.said.put("cmd", cmd);
        boolean known = true;
        boolean sound = true;
        switch (cmd) {
            case "ack" -> {
                String action = reference.text("action");
                sound = action != null && reference.ack();
                known = action != null && reference.acked(action);
            }
            case "error" -> reference.error();
            case "webrtc_create" -> {
                sound = reference.event();
                reference.said.put("expires_in", Math.max(0, reference.integer("expires_in", 0)));
            }
            case "webrtc_join" -> sound = reference.event();
            case "webrtc_leave" -> {
                sound = reference.event();
                String reason = reference.text("reason");
                reference.said.put("reason", reason != null && REASONS.contains(reason) ? reason : "left");
            }
            case "webrtc_send_offer", "webrtc_send_answer" -> sound = reference.relayed("sdp");
            case "webrtc_send_ice_candidate" -> sound = reference.relayed("candidate") && reference.candidate();
            default -> known = false;
        }
        if (!sound) {
            return Optional.empty();
        }
        return Optional.of(known ? Described.sameNumbers(reference.said) : NODES.nullNode());
    }

    /** False where the action is not known. */
    private boolean acked(String action) {
        said.put("action", action);
        switch (action) {
            case "login" -> login();
            case "webrtc_create" -> {
                call();
                ids(said, "ringing", this);
                ids(said, "offline", this);
            }
            case "webrtc_join" -> call();
            case "presence" -> presence();
            case "logout",
                    "ping",
                    "webrtc_leave",
                    "webrtc_send_offer",
                    "webrtc_send_answer",
                    "webrtc_send_ice_candidate",
                    "ack",
                    "error" -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private void login() {
        if (new Literal("true").equals(members.get("resumed"))) {
            said.put("replayed", integer("replayed", 0));
            return;
        }
        said.put("user", integer("user", 0)).put("heartbeat", integer("heartbeat", 0));
        ArrayNode rooms = said.putArray("rooms");
        for (MessageReference room : objects("rooms")) {
            String name = room.text("name");
            ObjectNode one = rooms.addObject().put("id", room.integer("id", 0)).put("name", name == null ? "" : name);
            ids(one, "in_call", room);
        }
        copy("session");
        said.put("resume_window", text("session") == null ? 0 : integer("resume_window", 0));
    }

    private void presence() {
        said.put("to", Math.max(0, integer("to", 0)));
        ids(said, "members", this);
        ids(said, "online", this);
        ids(said, "offline", this);
        ObjectNode names = said.putObject("names");
        if (members.get("names") instanceof Members object) {
            object.members().forEach((id, name) -> {
                boolean digits =
                        !id.isEmpty() && id.charAt(0) != '0' && id.chars().allMatch(c -> c >= '0' && c <= '9');
                if (digits && new BigInteger(id).compareTo(MAX_ID) <= 0 && name instanceof Text text) {
                    names.put(id, text.value());
                }
            });
        }
    }

    private void call() {
        said.put("to", Math.max(0, integer("to", 0)));
        ids(said, "members", this);
        ArrayNode servers = said.putArray("ice_servers");
        for (MessageReference server : objects("ice_servers")) {
            ArrayNode urls = NODES.arrayNode();
            String only = server.text("urls");
            if (only != null) {
                urls.add(only);
            }
            for (Value item : server.items("urls")) {
                if (item instanceof Text url) {
                    urls.add(url.value());
                }
            }
            if (!urls.isEmpty()) {
                server.said.set("urls", urls);
                server.copy("username");
                server.copy("credential");
                servers.add(server.said);
            }
        }
    }

    private void error() {
        long code = integer("code", 0);
        boolean known = CODES.stream().anyMatch(one -> one == code);
        said.put("code", known ? code : code < 10_500 ? 10_400 : 10_500);
        String msg = text("msg");
        said.put("msg", msg == null ? "" : msg);
        copy("action");
        ack();
        if (integer("retry_after", 0) > 0) {
            said.put("retry_after", integer("retry_after", 0));
        }
    }

    /** False without a sender. */
    private boolean event() {
        said.put("to", Math.max(0, integer("to", 0)));
        ack();
        return from();
    }

    private boolean relayed(String content) {
        long room = integer("room", 0);
        if (room >= 1) {
            said.put("room", room);
        }
        ack();
        copy(content);
        return from() && text(content) != null;
    }

    private boolean candidate() {
        long label = integer("label", -1);
        if (label >= 0 && label <= Integer.MAX_VALUE) {
            said.put("sdpMLineIndex", label);
        }
        String mid = text("sdpMid") == null ? text("label") : text("sdpMid");
        if (mid != null) {
            said.put("sdpMid", mid);
        }
        copy("usernameFragment");
        return true;
    }

    private boolean from() {
        long from = integer("from", 0);
        said.put("from", from);
        return from >= 1;
    }

    private boolean ack() {
        Value ack = members.get("ack");
        if (ack instanceof Text text) {
            said.put("ack_json", text.written());
        } else if (ack instanceof Literal literal && isInteger(literal)) {
            said.put("ack_json", literal.written());
        }
        return said.has("ack_json");
    }

    private void copy(String name) {
        String text = text(name);
        if (text != null) {
            said.put(name, text);
        }
    }

    private @Nullable String text(String name) {
        return members.get(name) instanceof Text text ? text.value() : null;
    }

    private long integer(String name, long otherwise) {
        return integer(members.get(name), otherwise);
    }

    private static long integer(@Nullable Value value, long otherwise) {
        if (!(value instanceof Literal literal) || !isInteger(literal)) {
            return otherwise;
        }
        BigInteger number = new BigInteger(literal.written());
        return number.abs().compareTo(MAX_ID) > 0 ? otherwise : number.longValueExact();
    }

    private static boolean isInteger(Literal literal) {
        return literal.isNumber() && literal.written().chars().noneMatch(c -> ".eE".indexOf(c) >= 0);
    }

    private List<Value> items(String name) {
        return members.get(name) instanceof Items array ? array.items() : List.of();
    }

    private List<MessageReference> objects(String name) {
        return items(name).stream()
                .filter(Members.class::isInstance)
                .map(item -> new MessageReference((Members) item))
                .toList();
    }

    private static void ids(ObjectNode said, String name, MessageReference object) {
        ArrayNode ids = said.putArray(name);
        for (Value item : object.items(name)) {
            long id = integer(item, 0);
            if (id >= 1) {
                ids.add(id);
            }
        }
    }
}
