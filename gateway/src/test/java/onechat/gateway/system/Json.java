package onechat.gateway.system;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON in tests, where apostrophes may stand for quotation marks. Stateless. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** The payload of a text such as {@code {'cmd':'ping','ack':1}}. */
    static String payload(String text) {
        return text.replace('\'', '"');
    }

    /** A text as it stands in a payload, quotation marks around it. */
    static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }

    static JsonNode read(String payload) {
        return MAPPER.readTree(payload);
    }
}
