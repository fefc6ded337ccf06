package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the vectors that the jar carries, by the format that its README lays down. Stateless. */
final class Vectors {
    private Vectors() {}

    /** One vector of a file; its members differ from file to file. */
    record Vector(JsonNode members) {
        /** The octets that a member's parts make up. */
        byte[] octets(String member) {
            return Vectors.octets(members.required(member));
        }

        /** The octets of each of a member's items. */
        List<byte[]> listOfOctets(String member) {
            return members.required(member).values().stream()
                    .map(Vectors::octets)
                    .toList();
        }

        JsonNode get(String member) {
            return members.path(member);
        }

        @Override
        public String toString() {
            return members.required("name").stringValue();
        }
    }

    /** The vectors of a file such as {@code frames.json}. */
    static Stream<Vector> of(String file) {
        String path = "/onechat/vectors/" + file;
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(path), path)) {
            JsonNode vectors = JsonMapper.shared().readTree(in).required("vectors");
            return List.copyOf(vectors.values()).stream().map(Vector::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] octets(JsonNode parts) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (JsonNode part : parts) {
            octets.writeBytes(part(part));
        }
        return octets.toByteArray();
    }

    private static byte[] part(JsonNode part) {
        if (part.isString()) {
            return part.stringValue().getBytes(UTF_8);
        }
        if (part.has("hex")) {
            return HexFormat.of().parseHex(part.required("hex").stringValue());
        }
        String repeated = part.required("repeat").stringValue();
        return repeated.repeat(part.required("times").intValue()).getBytes(UTF_8);
    }
}
