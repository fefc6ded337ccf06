package onechat.gateway.command;

import java.io.StringWriter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes an entry of a list as one line, whatever characters its name has. Immutable. */
final class Line {
    // A terminal may be told its character set wrongly, and a program need not know it at all.
    private final JsonFactory json =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** One JSON object of numbers and texts. */
    String json(Map<String, ?> members) {
        StringWriter line = new StringWriter();
        try (JsonGenerator object = json.createGenerator(ObjectWriteContext.empty(), line)) {
            object.writeStartObject();
            members.forEach((name, value) -> {
                object.writeName(name);
                if (value instanceof Long number) {
                    object.writeNumber(number);
                } else {
                    object.writeString(value.toString());
                }
            });
            object.writeEndObject();
        }
        return line.toString();
    }

    /** A name that can't break the line, or act on the terminal. */
    static String printable(String name) {
        return name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\x{80}-\\x{9f}]", "?");
    }
}
