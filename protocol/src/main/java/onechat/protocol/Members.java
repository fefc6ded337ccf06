package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumMap;
import java.util.Map;
import onechat.protocol.RelayBody.Span;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of one payload that the server reads, before it is known what they must be. Confined to the thread that decodes. */
final class Members {
    private static final Span ABSENT = new Span(0, 0);

    private final byte[] octets;
    private final int offset;
    private final Map<Member, Value> values = new EnumMap<>(Member.class);

    Members(byte[] octets, int offset) {
        this.octets = octets;
        this.offset = offset;
    }

    /**
     * One member.
     *
     * @param text the text of a string, of the members whose text is read
     * @param number the value of an integer, {@link Long#MIN_VALUE} when it is not in the range of ids
     * @param whole from the first octet of the name to the last of the value
     * @param written the octets of the value alone
     */
    record Value(JsonToken type, @Nullable String text, long number, Span whole, Span written) {}

    /** Reads the value that the parser stands before. */
    void read(Member member, JsonParser parser) {
        int start = offset + (int) parser.currentTokenLocation().getByteOffset();
        JsonToken type = parser.nextToken();
        int valueStart = offset + (int) parser.currentTokenLocation().getByteOffset();
        String text = null;
        long number = Long.MIN_VALUE;
        switch (member.kind) {
            case TEXT -> text = type == JsonToken.VALUE_STRING ? parser.getString() : null;
            case INTEGER -> number = type == JsonToken.VALUE_NUMBER_INT ? idOf(parser) : Long.MIN_VALUE;
            case BOOLEAN, SKIPPED -> {}
        }
        parser.skipChildren();
        parser.finishToken();
        int end = offset + (int) parser.currentLocation().getByteOffset();
        values.put(member, new Value(type, text, number, new Span(start, end), new Span(valueStart, end)));
    }

    private static long idOf(JsonParser parser) {
        return parser.getStringLength() > 16 ? Long.MIN_VALUE : parser.getLongValue();
    }

    boolean has(Member member) {
        return values.containsKey(member);
    }

    @Nullable
    JsonToken typeOf(Member member) {
        Value value = values.get(member);
        return value == null ? null : value.type();
    }

    /** The text of a string member, or null where it is absent or no string. */
    @Nullable
    String textOf(Member member) {
        Value value = values.get(member);
        return value == null ? null : value.text();
    }

    /** The value of an integer member, or {@link Long#MIN_VALUE} where it is absent, no integer or far out of range. */
    long numberOf(Member member) {
        Value value = values.get(member);
        return value == null ? Long.MIN_VALUE : value.number();
    }

    /** The value's octets as they were written. */
    String writtenOf(Member member) {
        Value value = values.get(member);
        Span written = value == null ? ABSENT : value.written();
        return new String(octets, written.start(), written.length(), UTF_8);
    }

    Span spanOf(Member member) {
        Value value = values.get(member);
        return value == null ? ABSENT : value.whole();
    }
}
