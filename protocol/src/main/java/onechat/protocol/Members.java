package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * The members of one payload that the server reads, before it is known what they must be; then those of the next. Confined to the thread that
 * decodes.
 */
final class Members {
    /** An integer that is not in the range of ids. */
    static final long NO_ID = Long.MIN_VALUE;

    private static final byte[] NOTHING = {};

    private final Map<Member, Value> values = new EnumMap<>(Member.class);
    private byte[] octets = NOTHING;
    private long shift;

    Members() {
        for (Member member : Member.values()) {
            values.put(member, new Value());
        }
    }

    /** One member; absent while it has no type. */
    private static final class Value {
        private @Nullable JsonToken type;
        /** The text of a string, of the members whose text is read. */
        private @Nullable String text;
        /** The value of an integer, or how many characters a string has, of the members of which that is read. */
        private long number = NO_ID;
        /** The octets of the member's {@link Member.Place}. */
        private int start;

        private int end;

        void clear() {
            type = null;
            text = null;
            number = NO_ID;
            start = 0;
            end = 0;
        }
    }

    /**
     * Begins with the members of a payload; there are none of another.
     *
     * @param newShift what to add to the parser's offsets for those in {@code payload}
     */
    void begin(byte[] payload, long newShift) {
        octets = payload;
        shift = newShift;
    }

    /** Lets go of all that it has: a login's password must not stay until somebody else's payload comes. */
    void forget() {
        for (Value value : values.values()) {
            value.clear();
        }
        octets = NOTHING;
    }

    /** Reads the value that the parser stands before. */
    void read(Member member, JsonParser parser) {
        Value value = value(member);
        if (member.place == Member.Place.WHOLE) {
            value.start = at(parser.currentTokenLocation());
        }
        JsonToken type = parser.nextToken();
        if (member.place == Member.Place.VALUE) {
            value.start = at(parser.currentTokenLocation());
        }
        switch (member.kind) {
            case TEXT -> value.text = type == JsonToken.VALUE_STRING ? parser.getString() : null;
            case COUNTED -> value.number = type == JsonToken.VALUE_STRING ? charactersOf(parser) : NO_ID;
            case INTEGER -> value.number = type == JsonToken.VALUE_NUMBER_INT ? idOf(parser) : NO_ID;
            case BOOLEAN, SKIPPED -> {}
        }
        parser.skipChildren();
        if (member.place != Member.Place.NOT_KEPT) {
            parser.finishToken();
            value.end = at(parser.currentLocation());
        }
        value.type = type;
    }

    private int at(TokenStreamLocation location) {
        return (int) (shift + location.getByteOffset());
    }

    private Value value(Member member) {
        return Objects.requireNonNull(values.get(member));
    }

    private static long charactersOf(JsonParser parser) {
        int units = parser.getStringLength();
        return Character.codePointCount(parser.getStringCharacters(), parser.getStringOffset(), units);
    }

    private static long idOf(JsonParser parser) {
        return parser.getStringLength() > 16 ? NO_ID : parser.getLongValue();
    }

    boolean has(Member member) {
        return value(member).type != null;
    }

    @Nullable
    JsonToken typeOf(Member member) {
        return value(member).type;
    }

    /** The text of a string member, or null where it is absent or no string. */
    @Nullable
    String textOf(Member member) {
        return value(member).text;
    }

    /**
     * The value of an integer member, or how many characters a {@link Member.Kind#COUNTED} string has; {@link #NO_ID} where it is absent, of
     * another type or far out of range.
     */
    long numberOf(Member member) {
        return value(member).number;
    }

    /** The octets of a value as they were written, of a member that keeps its {@link Member.Place#VALUE}. */
    String writtenOf(Member member) {
        Value value = value(member);
        return new String(octets, value.start, value.end - value.start, UTF_8);
    }

    /** Where the member's {@link Member.Place} begins; 0 where the member is absent. */
    int startOf(Member member) {
        return value(member).start;
    }

    /** Where the member's {@link Member.Place} ends; 0 where the member is absent. */
    int endOf(Member member) {
        return value(member).end;
    }
}
