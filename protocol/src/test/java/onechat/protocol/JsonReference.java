package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a payload by the grammar of RFC 8259, one rule a method, and keeps what it says as it was written: what the codec is compared with.
 * Confined to one thread.
 */
final class JsonReference {
    private static final Pattern LITERAL =
            Pattern.compile("true|false|null|-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][-+]?[0-9]++)?");

    private final String text;
    private final int maxNesting;
    private final boolean mayRepeat;
    private int at;

    private JsonReference(String text, int maxNesting, boolean mayRepeat) {
        this.text = text;
        this.maxNesting = maxNesting;
        this.mayRepeat = mayRepeat;
    }

    sealed interface Value {}

    record Items(List<Value> items) implements Value {}

    record Members(Map<String, Value> members) implements Value {}

    /**
     * A string.
     *
     * @param written with its quotation marks
     * @param value what it stands for
     */
    record Text(String written, String value) implements Value {}

    /** A number, {@code true}, {@code false} or {@code null}. */
    record Literal(String written) implements Value {
        boolean isNumber() {
            return !isBoolean() && !written.equals("null");
        }

        boolean isBoolean() {
            return written.equals("true") || written.equals("false");
        }
    }

    private static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        NotJson() {
            super(null, null, false, false);
        }
    }

    /** The object that a server takes the octets for: contract section 2. */
    static Optional<Members> fromClient(byte[] payload) {
        return read(payload, 32, false);
    }

    /**
     * The object that the octets are.
     *
     * @param mayRepeat whether an object may have a member twice, of which the last counts
     */
    static Optional<Members> read(byte[] payload, int maxNesting, boolean mayRepeat) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
            Value value = new JsonReference(text, maxNesting, mayRepeat).whole();
            return value instanceof Members object ? Optional.of(object) : Optional.empty();
        } catch (CharacterCodingException | NotJson otherwise) {
            return Optional.empty();
        }
    }

    private Value whole() throws NotJson {
        Value value = value(1);
        if (at < text.length()) {
            throw new NotJson();
        }
        return value;
    }

    /** With the white space around it. */
    private Value value(int level) throws NotJson {
        skipWhiteSpace();
        Value value =
                switch (peek()) {
                    case '{' -> object(level);
                    case '[' -> array(level);
                    case '"' -> string();
                    default -> literal();
                };
        skipWhiteSpace();
        return value;
    }

    private Members object(int level) throws NotJson {
        Map<String, Value> members = new LinkedHashMap<>();
        if (isEmpty(level, '}')) {
            return new Members(members);
        }
        do {
            skipWhiteSpace();
            String name = string().value();
            if (!UTF_8.newEncoder().canEncode(name)) {
                // Half a surrogate pair: text in a value, but no name.
                throw new NotJson();
            }
            skipWhiteSpace();
            take(':');
            if (members.put(name, value(level + 1)) != null && !mayRepeat) {
                throw new NotJson();
            }
        } while (goesOn('}'));
        return new Members(members);
    }

    private Items array(int level) throws NotJson {
        List<Value> items = new ArrayList<>();
        if (isEmpty(level, ']')) {
            return new Items(items);
        }
        do {
            items.add(value(level + 1));
        } while (goesOn(']'));
        return new Items(items);
    }

    private boolean isEmpty(int level, char end) throws NotJson {
        at++;
        if (level > maxNesting) {
            throw new NotJson();
        }
        skipWhiteSpace();
        boolean empty = peek() == end;
        at += empty ? 1 : 0;
        return empty;
    }

    private boolean goesOn(char end) throws NotJson {
        boolean goesOn = peek() == ',';
        take(goesOn ? ',' : end);
        return goesOn;
    }

    private Text string() throws NotJson {
        int start = at;
        take('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char c = take();
            if (c < ' ') {
                throw new NotJson();
            }
            value.append(c == '\\' ? escaped() : c);
        }
        take('"');
        return new Text(text.substring(start, at), value.toString());
    }

    private char escaped() throws NotJson {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hexDigit() << 12 | hexDigit() << 8 | hexDigit() << 4 | hexDigit());
            default -> throw new NotJson();
        };
    }

    private int hexDigit() throws NotJson {
        int digit = "0123456789abcdefABCDEF".indexOf(take());
        if (digit < 0) {
            throw new NotJson();
        }
        return digit < 16 ? digit : digit - 6;
    }

    private Literal literal() throws NotJson {
        int start = at;
        while (at < text.length() && " \t\r\n,]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String written = text.substring(start, at);
        if (!LITERAL.matcher(written).matches()) {
            throw new NotJson();
        }
        return new Literal(written);
    }

    private void skipWhiteSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void take(char expected) throws NotJson {
        if (take() != expected) {
            throw new NotJson();
        }
    }

    private char take() throws NotJson {
        char c = peek();
        at++;
        return c;
    }

    private char peek() throws NotJson {
        if (at == text.length()) {
            throw new NotJson();
        }
        return text.charAt(at);
    }
}
