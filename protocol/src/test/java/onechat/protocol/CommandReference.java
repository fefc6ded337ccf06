package onechat.protocol;

import java.math.BigInteger;
import java.util.Map;
import java.util.function.Predicate;
import onechat.protocol.JsonReference.Literal;
import onechat.protocol.JsonReference.Members;
import onechat.protocol.JsonReference.Text;
import onechat.protocol.JsonReference.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says by the contract's words (sections 2 to 5) what command a client's object is, or what an error tells of it. Stateless. */
final class CommandReference {
    private static final BigInteger MAX_ID = BigInteger.TWO.pow(53).subtract(BigInteger.ONE);

    private final Map<String, Value> members;

    private CommandReference(Members object) {
        this.members = object.members();
    }

    /** The command in the words of the vectors, or null where it is to be refused. */
    static @Nullable JsonNode command(Members object) {
        return new CommandReference(object).command();
    }

    /** What the error says of a command that is refused, in the words of the vectors. */
    static JsonNode error(Members object) {
        CommandReference reference = new CommandReference(object);
        ObjectNode said = JsonNodeFactory.instance.objectNode().put("code", 10_400);
        String cmd = reference.text("cmd");
        if (cmd != null && cmd.length() <= 128) {
            said.put("action", cmd);
        }
        return Described.sameNumbers(reference.acked(said));
    }

    private @Nullable JsonNode command() {
        String cmd = text("cmd");
        if (cmd == null || !has("ack", this::isAck)) {
            return null;
        }
        ObjectNode said = JsonNodeFactory.instance.objectNode().put("cmd", cmd);
        boolean sound =
                switch (cmd) {
                    case "login" -> login(said);
                    case "logout" -> true;
                    case "ping" -> !members.containsKey("received") || integer(said, "received", 0);
                    case "webrtc_create", "webrtc_join", "presence" -> integer(said, "to", 1);
                    case "webrtc_leave" -> leave(said);
                    case "webrtc_send_offer", "webrtc_send_answer" -> relay(said, "sdp");
                    case "webrtc_send_ice_candidate" -> has("label", this::isLabel) && relay(said, "candidate");
                    default -> false;
                };
        return sound ? Described.sameNumbers(acked(said)) : null;
    }

    private boolean login(ObjectNode said) {
        String device = text("device");
        if (!has("device", Text.class::isInstance) || (device != null && characters(device) > 128)) {
            return false;
        }
        if (device != null && !device.isEmpty()) {
            said.put("device", device);
        }
        said.put("resume", new Literal("true").equals(members.get("resume")));
        boolean credentials;
        if (members.containsKey("session")) {
            credentials = string(said, "session") && integer(said, "received", 0);
        } else if (members.containsKey("token")) {
            credentials = string(said, "token");
        } else {
            credentials = string(said, "name") && string(said, "pass");
        }
        return credentials && has("resume", value -> value instanceof Literal literal && literal.isBoolean());
    }

    private boolean leave(ObjectNode said) {
        said.put("busy", "busy".equals(text("reason")));
        return integer(said, "to", 1) && has("reason", Text.class::isInstance);
    }

    private boolean relay(ObjectNode said, String content) {
        return integer(said, "to", 1)
                && (!members.containsKey("room") || integer(said, "room", 1))
                && members.get(content) instanceof Text;
    }

    private boolean isAck(Value ack) {
        return (ack instanceof Text text && !text.value().isEmpty() && characters(text.value()) <= 128)
                || (ack instanceof Literal literal
                        && isInteger(literal)
                        && literal.written().length() <= 128);
    }

    private boolean isLabel(Value label) {
        return label instanceof Text || (label instanceof Literal literal && !literal.isBoolean());
    }

    /** Whether a member is absent or of the kind it has to be. */
    private boolean has(String name, Predicate<Value> kind) {
        Value value = members.get(name);
        return value == null || kind.test(value);
    }

    private boolean integer(ObjectNode said, String name, int min) {
        if (!(members.get(name) instanceof Literal literal) || !isInteger(literal)) {
            return false;
        }
        BigInteger value = new BigInteger(literal.written());
        said.put(name, value);
        return value.compareTo(BigInteger.valueOf(min)) >= 0 && value.compareTo(MAX_ID) <= 0;
    }

    private static boolean isInteger(Literal literal) {
        return literal.isNumber() && literal.written().chars().noneMatch(c -> ".eE".indexOf(c) >= 0);
    }

    private boolean string(ObjectNode said, String name) {
        String text = text(name);
        if (text != null) {
            said.put(name, text);
        }
        return text != null;
    }

    private @Nullable String text(String name) {
        return members.get(name) instanceof Text text ? text.value() : null;
    }

    private ObjectNode acked(ObjectNode said) {
        Value ack = members.get("ack");
        if (ack instanceof Text text && isAck(text)) {
            said.put("ack_json", text.written());
        } else if (ack instanceof Literal literal && isAck(literal)) {
            said.put("ack_json", literal.written());
        }
        return said;
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
