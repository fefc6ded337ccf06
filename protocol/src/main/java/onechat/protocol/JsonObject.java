package onechat.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A JSON object of a message, read whole, whose members are asked for by name and type; a member of another type counts as absent.
 * Confined to the thread that decodes.
 */
final class JsonObject {
    /** An id as it is written in a member name; whether it is within 2^53-1 is looked at afterwards. */
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

    private final String whole;
    private final Map<String, Value> members = new HashMap<>();

    private JsonObject(String whole) {
        this.whole = whole;
    }

    /**
     * A value with its place in the text of the whole message.
     *
     * @param text of a string or a number as it was written; empty of others
     * @param items of an array; empty of others
     */
    private record Value(
            JsonToken type,
            String text,
            List<Value> items,
            @Nullable JsonObject object,
            int start,
            int end) {}

    /**
     * Reads the object that the parser stands at the start of.
     *
     * @param whole what the parser reads
     */
    static JsonObject read(JsonParser parser, String whole) {
        JsonObject object = new JsonObject(whole);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.members.put(name, value(parser, whole));
        }
        return object;
    }

    private static Value value(JsonParser parser, String whole) {
        JsonToken type = parser.currentToken();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        String text = "";
        List<Value> items = List.of();
        JsonObject object = null;
        if (type == JsonToken.START_OBJECT) {
            object = read(parser, whole);
        } else if (type == JsonToken.START_ARRAY) {
            items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser, whole));
            }
        } else {
            text = parser.getString();
        }
        int end = (int) parser.currentLocation().getCharOffset();
        return new Value(type, text, items, object, start, end);
    }

    private @Nullable Value member(String name, JsonToken type) {
        Value value = members.get(name);
        return value != null && value.type() == type ? value : null;
    }

    boolean isTrue(String name) {
        return member(name, JsonToken.VALUE_TRUE) != null;
    }

    @Nullable
    String text(String name) {
        Value value = member(name, JsonToken.VALUE_STRING);
        return value == null ? null : value.text();
    }

    /** An integer member, or {@code otherwise} where it is absent or beyond 2^53-1 either way. */
    long integer(String name, long otherwise) {
        Value value = member(name, JsonToken.VALUE_NUMBER_INT);
        return value == null ? otherwise : integer(value, otherwise);
    }

    private static long integer(Value value, long otherwise) {
        if (value.type() != JsonToken.VALUE_NUMBER_INT || value.text().length() > 17) {
            return otherwise;
        }
        long number = Long.parseLong(value.text());
        return Math.abs(number) > Limits.MAX_ID ? otherwise : number;
    }

    /** The member {@code ack} just as it was written, or null where it is no string and no integer. */
    @Nullable
    Ack ack() {
        Value value = members.get("ack");
        if (value == null || (value.type() != JsonToken.VALUE_STRING && value.type() != JsonToken.VALUE_NUMBER_INT)) {
            return null;
        }
        return new Ack(whole.substring(value.start(), value.end()));
    }

    /** The ids in an array member; empty where it is absent. */
    List<Long> ids(String name) {
        return items(name).stream()
                .map(item -> integer(item, 0))
                .filter(id -> id >= 1)
                .toList();
    }

    /** The strings in an array member; empty where it is absent. */
    List<String> texts(String name) {
        return items(name).stream()
                .filter(item -> item.type() == JsonToken.VALUE_STRING)
                .map(Value::text)
                .toList();
    }

    /** The strings in an object member whose names are ids, by id; empty where it is absent. What is no id, or no string, is left out. */
    SortedMap<Long, String> textsById(String name) {
        SortedMap<Long, String> texts = new TreeMap<>();
        Value value = members.get(name);
        if (value != null && value.object() != null) {
            value.object().members.forEach((id, text) -> {
                if (text.type() == JsonToken.VALUE_STRING
                        && ID.matcher(id).matches()
                        && Long.parseLong(id) <= Limits.MAX_ID) {
                    texts.put(Long.valueOf(id), text.text());
                }
            });
        }
        return texts;
    }

    /** The objects in an array member; empty where it is absent. */
    List<JsonObject> objects(String name) {
        return items(name).stream()
                .map(Value::object)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private List<Value> items(String name) {
        Value value = members.get(name);
        return value == null ? List.of() : value.items();
    }
}
