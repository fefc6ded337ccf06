package onechat.protocol;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes one JSON object as the octets of a payload. Used by many threads at once. */
final class PayloadWriter {
    private final JsonFactory json = new JsonFactory();

    /** Writes an object's members. */
    @FunctionalInterface
    interface Body {
        void writeTo(JsonGenerator out);
    }

    byte[] write(Body body) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream(160);
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), payload)) {
            out.writeStartObject();
            body.writeTo(out);
            out.writeEndObject();
        }
        return payload.toByteArray();
    }

    /** Writes the member {@code ack} with the value as its client wrote it, or nothing where there is none. */
    static void ack(JsonGenerator out, @Nullable Ack ack) {
        if (ack != null) {
            out.writeName("ack").writeRawValue(ack.json());
        }
    }

    /** Writes a string member, or nothing where there is no value. */
    static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }
}
