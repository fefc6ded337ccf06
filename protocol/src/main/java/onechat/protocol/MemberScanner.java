package onechat.protocol;

import static onechat.protocol.ErrorCode.MALFORMED;

import java.io.InputStream;
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

/**
 * Finds the {@link Members} in one payload after another, and refuses what is not one sound JSON object (contract section 2). Used by one thread at a
 * time.
 *
 * <p>One parser reads them all, as the values of one long text: to make one for each payload costs more than to read a candidate with it.
 */
final class MemberScanner implements AutoCloseable {
    /** A parser holds every member name that it has read; so it does not read on and on. */
    private static final long MAX_GIVEN_BYTES = 262_144;

    private static final byte[] NOTHING = {};

    private final Octets octets = new Octets();
    private final Members members = new Members();
    private final PropertyNameMatcher matcher;
    private final JsonParser parser;
    private boolean sound = true;

    private MemberScanner(JsonFactory json, PropertyNameMatcher matcher) {
        this.matcher = matcher;
        this.parser = json.createParser(ObjectReadContext.empty(), octets);
    }

    /** Makes scanners. Used by many threads at once. */
    static final class Factory {
        /**
         * Longer member names are parsed by a factory of their own: a shared one keeps the names that it saw, so a client that
         * invents long ones could otherwise fill the heap.
         */
        private static final int MAX_KEPT_NAME_BYTES = 1_024;

        private final JsonFactory json;
        private final PropertyNameMatcher matcher;

        private Factory(int maxNameBytes) {
            StreamReadConstraints bounds = StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.MAX_NESTING)
                    .maxNameLength(maxNameBytes)
                    // Numbers of unknown members pass as they were written; nothing converts them.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build();
            json = JsonFactory.builder()
                    .streamReadConstraints(bounds)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .build();
            matcher = Member.matcher(json);
        }

        /** For names as they are: a payload with a longer one is {@link LongNameOrTooDeepException}. */
        static Factory ofUsualNames() {
            return new Factory(MAX_KEPT_NAME_BYTES);
        }

        /** For names of any length, once. */
        static Factory ofLongNames() {
            return new Factory(Integer.MAX_VALUE);
        }

        MemberScanner newScanner() {
            return new MemberScanner(json, matcher);
        }
    }

    /** A member name is longer than the factory takes, or the payload is nested too deep. */
    static final class LongNameOrTooDeepException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** What the parser reads: the octets of one payload, and then no more until the next. */
    private static final class Octets extends InputStream {
        private byte[] payload = NOTHING;
        private int at;
        private int end;
        private long given;

        /** How many octets the parser was given in all. */
        long given() {
            return given;
        }

        void set(byte[] octets, int offset, int length) {
            payload = octets;
            at = offset;
            end = offset + length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("the parser reads many at once");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = Math.min(length, end - at);
            if (count == 0) {
                return -1;
            }
            System.arraycopy(payload, at, target, offset, count);
            at += count;
            given += count;
            return count;
        }
    }

    /**
     * Reads one payload, which is UTF-8.
     *
     * @return its members, good until they are to be forgotten
     * @throws RefusedException when it is not one JSON object, with no member twice and at most 32 levels
     */
    Members scan(byte[] payload, int offset, int length) throws RefusedException, LongNameOrTooDeepException {
        sound = false;
        octets.set(payload, offset, length);
        long before = octets.given();
        members.begin(payload, offset - before);
        try {
            readObject();
            int end = offset + (int) (parser.currentLocation().getByteOffset() - before);
            sound = isWhiteSpace(payload, end, offset + length);
        } catch (StreamConstraintsException longNameOrTooDeep) {
            throw new LongNameOrTooDeepException();
        } catch (JacksonException malformed) {
            throw notAnObject();
        }
        if (!sound) {
            throw notAnObject();
        }
        return members;
    }

    private void readObject() throws RefusedException {
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
    }

    private static boolean isWhiteSpace(byte[] octets, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!RelayBody.isWhiteSpace(octets[i])) {
                return false;
            }
        }
        return true;
    }

    /** Lets go of the payload and its members. Called between one payload and the next. */
    void forget() {
        octets.set(NOTHING, 0, 0);
        members.forget();
    }

    /** Whether it can read another payload: not after one that was refused, nor when its parser has seen so much that it may hold many names. */
    boolean isSound() {
        return sound && octets.given() < MAX_GIVEN_BYTES;
    }

    @Override
    public void close() {
        parser.close();
    }

    static RefusedException notAnObject() {
        String rules = "payload is not one JSON object, with no member twice and at most 32 levels";
        return new RefusedException(MALFORMED, rules, null, null);
    }
}
