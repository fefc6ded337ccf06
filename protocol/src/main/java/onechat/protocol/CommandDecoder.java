package onechat.protocol;

import static onechat.protocol.ErrorCode.MALFORMED;

import onechat.protocol.RelayBody.Span;
import org.jspecify.annotations.Nullable;
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

/** Turns a client's payload into a {@link Command} (contract section 2). Used by many threads at once. */
public final class CommandDecoder {
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

    /**
     * Reads one payload.
     *
     * @return the command; a {@link Command.Relay} borrows {@code octets}
     * @throws RefusedException {@link ErrorCode#MALFORMED}: not UTF-8, not one JSON object, a member twice, nested too deep, an unknown
     *     {@code cmd}, a member of the wrong type or missing; it quotes {@code cmd} and {@code ack} where they could be read
     */
    public Command decode(byte[] octets, int offset, int length) throws RefusedException {
        Members members = read(octets, offset, length);
        Ack ack = ackOf(members);
        String cmd = members.textOf(Member.CMD);
        if (cmd == null) {
            throw new RefusedException(MALFORMED, "cmd is missing or not a string", null, ack);
        }
        Cmd known = Cmd.of(cmd);
        if (known == null || known == Cmd.ACK || known == Cmd.ERROR) {
            String quoted = cmd.length() <= Limits.MAX_ACK_CHARACTERS ? cmd : null;
            throw new RefusedException(MALFORMED, "unknown cmd", quoted, ack);
        }
        Reading reading = new Reading(members, known, ack);
        return switch (known) {
            case LOGIN -> reading.login();
            case LOGOUT -> new Command.Logout(ack);
            case PING -> new Command.Ping(members.has(Member.RECEIVED) ? reading.received() : null, ack);
            case CREATE -> new Command.Create(reading.id(Member.TO), ack);
            case JOIN -> new Command.Join(reading.id(Member.TO), ack);
            case LEAVE ->
                new Command.Leave(reading.id(Member.TO), "busy".equals(reading.optionalText(Member.REASON)), ack);
            case OFFER, ANSWER -> reading.relay(Member.SDP, octets, new Span(offset, offset + length));
            case CANDIDATE -> reading.candidate(octets, new Span(offset, offset + length));
            case ACK, ERROR -> throw new AssertionError("refused above");
        };
    }

    private Members read(byte[] octets, int offset, int length) throws RefusedException {
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

    private static RefusedException notAnObject() {
        String rules = "payload is not one JSON object, with no member twice and at most 32 levels";
        return new RefusedException(MALFORMED, rules, null, null);
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

    private static @Nullable Ack ackOf(Members members) throws RefusedException {
        JsonToken type = members.typeOf(Member.ACK);
        if (type == null) {
            return null;
        }
        String written = members.writtenOf(Member.ACK);
        String text = members.textOf(Member.ACK);
        int characters = text == null ? written.length() : text.codePointCount(0, text.length());
        boolean stringOrInteger = type == JsonToken.VALUE_STRING || type == JsonToken.VALUE_NUMBER_INT;
        if (!stringOrInteger || characters < 1 || characters > Limits.MAX_ACK_CHARACTERS) {
            Cmd cmd = Cmd.of(String.valueOf(members.textOf(Member.CMD)));
            String msg = "ack is not a string of 1 to 128 characters or an integer";
            throw new RefusedException(MALFORMED, msg, cmd == null ? null : cmd.wireName(), null);
        }
        return new Ack(written);
    }

    /** Reads the members that one command asks for, and refuses what is missing or of the wrong type. */
    private record Reading(
            Members members, Cmd cmd, @Nullable Ack ack) {
        Command.Login login() throws RefusedException {
            String device = optionalText(Member.DEVICE);
            if (device != null && device.codePointCount(0, device.length()) > Limits.MAX_DEVICE_CHARACTERS) {
                throw refused("device has over 128 characters");
            }
            JsonToken resume = members.typeOf(Member.RESUME);
            if (resume != null && !resume.isBoolean()) {
                throw refused("resume is not true or false");
            }
            String ownDevice = device == null || device.isEmpty() ? null : device;
            return new Command.Login(credentials(), ownDevice, resume == JsonToken.VALUE_TRUE, ack);
        }

        private Command.Credentials credentials() throws RefusedException {
            if (members.has(Member.SESSION)) {
                return new Command.Resume(text(Member.SESSION), received());
            }
            if (members.has(Member.TOKEN)) {
                return new Command.Token(text(Member.TOKEN));
            }
            return new Command.Password(text(Member.NAME), text(Member.PASS));
        }

        Command.Relay candidate(byte[] octets, Span payload) throws RefusedException {
            JsonToken label = members.typeOf(Member.LABEL);
            boolean scalar = label == null
                    || label == JsonToken.VALUE_NULL
                    || label == JsonToken.VALUE_STRING
                    || label.isNumeric();
            if (!scalar) {
                throw refused("label is not a number, a string or null");
            }
            return relay(Member.CANDIDATE, octets, payload);
        }

        Command.Relay relay(Member content, byte[] octets, Span payload) throws RefusedException {
            long to = id(Member.TO);
            Long room = members.has(Member.ROOM) ? Long.valueOf(id(Member.ROOM)) : null;
            if (members.typeOf(content) != JsonToken.VALUE_STRING) {
                throw refused(content.wireName() + " is missing or not a string");
            }
            RelayBody body = new RelayBody(octets, payload, members.spanOf(Member.TO), members.spanOf(Member.FROM));
            return new Command.Relay(cmd, to, room, ack, body);
        }

        long id(Member member) throws RefusedException {
            long id = members.numberOf(member);
            if (id < 1 || id > Limits.MAX_ID) {
                throw refused(member.wireName() + " is missing or not an integer from 1 to 2^53-1");
            }
            return id;
        }

        long received() throws RefusedException {
            long received = members.numberOf(Member.RECEIVED);
            if (received < 0 || received > Limits.MAX_ID) {
                throw refused("received is missing or not an integer from 0 to 2^53-1");
            }
            return received;
        }

        String text(Member member) throws RefusedException {
            String text = members.textOf(member);
            if (text == null) {
                throw refused(member.wireName() + " is missing or not a string");
            }
            return text;
        }

        @Nullable
        String optionalText(Member member) throws RefusedException {
            return members.has(member) ? text(member) : null;
        }

        private RefusedException refused(String msg) {
            return new RefusedException(MALFORMED, msg, cmd.wireName(), ack);
        }
    }
}
