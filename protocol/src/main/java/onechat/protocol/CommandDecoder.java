package onechat.protocol;

import static onechat.protocol.ErrorCode.MALFORMED;

import java.util.concurrent.ArrayBlockingQueue;
import onechat.protocol.MemberScanner.LongNameOrTooDeepException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Turns a client's payload into a {@link Command} (contract section 2). Used by many threads at once. */
public final class CommandDecoder {
    /** More are not in use at once where no more threads run; each takes some ten kilobytes. */
    private static final int MAX_KEPT = 32;

    private final MemberScanner.Factory usual = MemberScanner.Factory.ofUsualNames();
    private final ArrayBlockingQueue<MemberScanner> kept = new ArrayBlockingQueue<>(MAX_KEPT);

    /**
     * Reads one payload.
     *
     * @return the command; a {@link Command.Relay} borrows {@code octets}
     * @throws RefusedException {@link ErrorCode#MALFORMED}: not UTF-8, not one JSON object, a member twice, nested too deep, an unknown
     *     {@code cmd}, a member of the wrong type or missing; it quotes {@code cmd} and {@code ack} where they could be read
     */
    public Command decode(byte[] octets, int offset, int length) throws RefusedException {
        if (!Utf8.isValid(octets, offset, length)) {
            throw new RefusedException(MALFORMED, "payload is not UTF-8", null, null);
        }
        try {
            return decode(octets, offset, length, borrow());
        } catch (LongNameOrTooDeepException unusual) {
            return decodeUnusual(octets, offset, length);
        }
    }

    private Command decodeUnusual(byte[] octets, int offset, int length) throws RefusedException {
        MemberScanner once = MemberScanner.Factory.ofLongNames().newScanner();
        try (once) {
            return command(once.scan(octets, offset, length), octets, offset, length);
        } catch (LongNameOrTooDeepException tooDeep) {
            throw MemberScanner.notAnObject();
        }
    }

    private Command decode(byte[] octets, int offset, int length, MemberScanner scanner)
            throws RefusedException, LongNameOrTooDeepException {
        try {
            return command(scanner.scan(octets, offset, length), octets, offset, length);
        } finally {
            giveBack(scanner);
        }
    }

    private MemberScanner borrow() {
        MemberScanner scanner = kept.poll();
        return scanner == null ? usual.newScanner() : scanner;
    }

    private void giveBack(MemberScanner scanner) {
        scanner.forget();
        if (!scanner.isSound() || !kept.offer(scanner)) {
            scanner.close();
        }
    }

    private static Command command(Members members, byte[] octets, int offset, int length) throws RefusedException {
        Ack ack = ackOf(members);
        String cmd = members.textOf(Member.CMD);
        if (cmd == null) {
            throw new RefusedException(MALFORMED, "cmd is missing or not a string", null, ack);
        }
        Cmd known = Cmd.of(cmd);
        if (known == null || known == Cmd.ACK || known == Cmd.ERROR) {
            throw new RefusedException(MALFORMED, "unknown cmd", quotable(cmd), ack);
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
            case PRESENCE -> new Command.Presence(reading.id(Member.TO), ack);
            case OFFER, ANSWER -> reading.relay(Member.SDP, octets, offset, offset + length);
            case CANDIDATE -> reading.candidate(octets, offset, offset + length);
            case ACK, ERROR -> throw new AssertionError("refused above");
        };
    }

    private static @Nullable Ack ackOf(Members members) throws RefusedException {
        JsonToken type = members.typeOf(Member.ACK);
        if (type == null) {
            return null;
        }
        String written = members.writtenOf(Member.ACK);
        long characters = type == JsonToken.VALUE_STRING ? members.numberOf(Member.ACK) : written.length();
        boolean stringOrInteger = type == JsonToken.VALUE_STRING || type == JsonToken.VALUE_NUMBER_INT;
        if (!stringOrInteger || characters < 1 || characters > Limits.MAX_ACK_CHARACTERS) {
            String msg = "ack is not a string of 1 to 128 characters or an integer";
            throw new RefusedException(MALFORMED, msg, quotable(members.textOf(Member.CMD)), null);
        }
        return new Ack(written);
    }

    /** The {@code cmd} for an error's {@code action}; what is longer than any is not sent back. */
    private static @Nullable String quotable(@Nullable String cmd) {
        return cmd == null || cmd.length() > Limits.MAX_QUOTED_CMD_CHARACTERS ? null : cmd;
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

        Command.Relay candidate(byte[] octets, int start, int end) throws RefusedException {
            JsonToken label = members.typeOf(Member.LABEL);
            boolean scalar = label == null
                    || label == JsonToken.VALUE_NULL
                    || label == JsonToken.VALUE_STRING
                    || label.isNumeric();
            if (!scalar) {
                throw refused("label is not a number, a string or null");
            }
            return relay(Member.CANDIDATE, octets, start, end);
        }

        Command.Relay relay(Member content, byte[] octets, int start, int end) throws RefusedException {
            long to = id(Member.TO);
            Long room = members.has(Member.ROOM) ? Long.valueOf(id(Member.ROOM)) : null;
            if (members.typeOf(content) != JsonToken.VALUE_STRING) {
                throw refused(content.wireName() + " is missing or not a string");
            }
            RelayBody body = new RelayBody(octets, start, end, members);
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
