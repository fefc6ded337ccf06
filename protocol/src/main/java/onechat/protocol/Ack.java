package onechat.protocol;

/**
 * The value by which a client matches a reply to its command: a string or an integer, kept as the JSON text it was
 * written as, so that it is echoed with the same type and value (contract section 2). Immutable.
 *
 * @param json the JSON text, such as {@code "a1"} with its quotation marks, or {@code 17}
 */
public record Ack(String json) {
    public Ack {
        if (json.isEmpty()) {
            throw new IllegalArgumentException("an ack has at least one character");
        }
    }

    /** An integer ack. */
    public static Ack of(long value) {
        return new Ack(Long.toString(value));
    }

    /**
     * A string ack.
     *
     * @throws IllegalArgumentException when it has no or more than 128 characters, or holds a control character, a quotation
     *     mark, a backslash or half a surrogate pair; an ack of one's own choice needs none of them
     */
    public static Ack of(String value) {
        int characters = value.codePointCount(0, value.length());
        boolean plain = value.codePoints()
                .allMatch(c -> c >= 0x20
                        && c != '"'
                        && c != '\\'
                        && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE));
        if (characters < 1 || characters > Limits.MAX_ACK_CHARACTERS || !plain) {
            throw new IllegalArgumentException("an ack has 1 to 128 plain characters");
        }
        return new Ack('"' + value + '"');
    }
}
