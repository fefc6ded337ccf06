package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads a server's payload as one JSON object. Used by many threads at once. */
final class PayloadReader {
    private final JsonFactory json = JsonFactory.builder()
            // What the server let pass has to pass here: another participant must not be able to break this client's
            // connection.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            // No table of the names seen, which others could fill.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    JsonObject read(byte[] octets, int offset, int length) throws MalformedPayloadException {
        if (!Utf8.isValid(octets, offset, length)) {
            throw new MalformedPayloadException("payload is not UTF-8");
        }
        String whole = new String(octets, offset, length, UTF_8);
        if (!hasSoundEscapes(whole)) {
            throw new MalformedPayloadException("payload has an escape that is not four hexadecimal digits");
        }
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), whole)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                JsonObject object = JsonObject.read(parser, whole);
                if (parser.nextToken() == null) {
                    return object;
                }
            }
        } catch (JacksonException malformed) {
            // Said below, without the text that Jackson would quote.
        }
        throw new MalformedPayloadException("payload is not one JSON object");
    }

    /** Whether every Unicode escape has its four digits: in a string, the parser takes U+0463 for the c, U+0063, that ends in the same octet. */
    private static boolean hasSoundEscapes(String text) {
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 2)) {
            if (text.startsWith("u", at + 1) && !areHexDigits(text, at + 2)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areHexDigits(String text, int start) {
        int end = start + 4;
        return end <= text.length()
                && text.substring(start, end).chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    }
}
