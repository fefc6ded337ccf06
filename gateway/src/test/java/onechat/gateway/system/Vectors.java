package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The test vectors of the protocol's jar, as any integrator reads them. Stateless. */
final class Vectors {
    private Vectors() {}

    /** The vectors of a file such as {@code relays.json}. */
    static List<JsonNode> of(String file) throws IOException {
        String path = "/onechat/vectors/" + file;
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(path), path)) {
            return List.copyOf(new JsonMapper().readTree(in).required("vectors").values());
        }
    }

    /** The octets that a member's parts make up: texts, {@code hex}, and {@code repeat} with {@code times}. */
    static byte[] octets(JsonNode vector, String member) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (JsonNode part : vector.required(member)) {
            octets.writeBytes(
                    part.has("hex")
                            ? HexFormat.of().parseHex(part.get("hex").asString())
                            : text(part).getBytes(UTF_8));
        }
        return octets.toByteArray();
    }

    private static String text(JsonNode part) {
        return part.isString()
                ? part.asString()
                : part.required("repeat")
                        .asString()
                        .repeat(part.required("times").asInt());
    }

    static String name(JsonNode vector) {
        return vector.required("name").asString();
    }
}
