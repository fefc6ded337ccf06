package onechat.protocol;

import static onechat.protocol.ErrorCode.MALFORMED;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;

/** Finds the {@link Members} in a client's payload, and refuses what is not one sound JSON object (contract section 2). Used by many threads. */
final class MemberScanner {
    /**
     * Longer member names are parsed by a factory of their own: the shared one keeps the names that it saw, so a client that
     * invents long ones could otherwise fill the heap.
     */
    private static final int MAX_KEPT_NAME_BYTES = 1_024;

    private final JsonFactory json = factory(MAX_KEPT_NAME_BYTES);
    private final PropertyNameMatcher matcher = Member.matcher(json);

    private static JsonFactory factory(int maxNameBytes) {
        StreamReadConstraints bounds = StreamReadConstraints.builder()
                .maxNestingDepth(Limits.MAX_NESTING)
                .maxNameLength(maxNameBytes)
                // Numbers of unknown members pass as they were written; nothing converts them.
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build();
        return JsonFactory.builder()
                .streamReadConstraints(bounds)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .build();
    }

    Members scan(byte[] octets, int offset, int length) throws RefusedException {
        if (!Utf8.isValid(octets, offset, length)) {
            throw new RefusedException(MALFORMED, "payload is not UTF-8", null, null);
        }
        try {
            return scan(json, octets, offset, length);
        } catch (StreamConstraintsException longNameOrTooDeep) {
            try {
                return scan(factory(Integer.MAX_VALUE), octets, offset, length);
            } catch (JacksonException malformed) {
                throw notAnObject();
            }
        } catch (JacksonException malformed) {
            throw notAnObject();
        }
    }

    private Members scan(JsonFactory factory, byte[] octets, int offset, int length) throws RefusedException {
        Members members = new Members(octets, offset);
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), octets, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAnObject();
            }
            int match = parser.nextNameMatch(matcher);
            while (match != PropertyNameMatcher.MATCH_END_OBJECT) {
                if (match >= 0) {
                    members.read(Member.at(match), parser);
                } else {
                    parser.nextToken();
                    parser.skipChildren();
                }
                match = parser.nextNameMatch(matcher);
            }
            if (parser.nextToken() != null) {
                throw notAnObject();
            }
        }
        return members;
    }

    private static RefusedException notAnObject() {
        String rules = "payload is not one JSON object, with no member twice and at most 32 levels";
        return new RefusedException(MALFORMED, rules, null, null);
    }
}
