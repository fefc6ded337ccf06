package onechat.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A relayed payload as it came, and where in it {@code to} and {@code from} stand. It borrows its octets from the reader, so it is confined
 * to the reader's thread and to the time of one {@link onechat.protocol.connection.ConnectionListener#payload}.
 *
 * <p>Everything else passes unread: unknown members, numbers and strings just as they were written, white space (contract section 5.4).
 */
public final class RelayBody {
    private static final byte[] FROM = "\"from\":".getBytes(US_ASCII);

    private final byte[] octets;
    private final Span payload;
    private final Span to;
    private final Span from;

    RelayBody(byte[] octets, Span payload, Span to, Span from) {
        this.octets = octets;
        this.payload = payload;
        this.to = to;
        this.from = from;
    }

    /** The octets from {@code start} to before {@code end}; a member that is absent is a span of no octets. */
    record Span(int start, int end) {
        int length() {
            return end - start;
        }
    }

    /**
     * The payload for the receiver: {@code from} takes the place of {@code to}, and a {@code from} that the client wrote is cut out.
     *
     * @param sender the user id that the server vouches for
     */
    public byte[] withFrom(long sender) {
        byte[] id = Long.toString(sender).getBytes(US_ASCII);
        Span cut = withItsComma(from);
        boolean cutFirst = cut.end() <= to.start();
        Span first = cutFirst ? cut : to;
        Span second = cutFirst ? to : cut;
        ByteBuffer result =
                ByteBuffer.allocate(payload.length() - to.length() - cut.length() + FROM.length + id.length);
        result.put(octets, payload.start(), first.start() - payload.start());
        if (!cutFirst) {
            result.put(FROM).put(id);
        }
        result.put(octets, first.end(), second.start() - first.end());
        if (cutFirst) {
            result.put(FROM).put(id);
        }
        result.put(octets, second.end(), payload.end() - second.end());
        return result.array();
    }

    /** The payload as it came, in an array of its own. */
    byte[] payload() {
        return Arrays.copyOfRange(octets, payload.start(), payload.end());
    }

    /** The member with the comma behind it or, where it is the last, before it; the payload has at least {@code to} beside it. */
    private Span withItsComma(Span member) {
        if (member.length() == 0) {
            return new Span(payload.start(), payload.start());
        }
        int end = member.end();
        while (isWhiteSpace(octets[end])) {
            end++;
        }
        if (octets[end] == ',') {
            return new Span(member.start(), end + 1);
        }
        int start = member.start() - 1;
        while (octets[start] != ',') {
            start--;
        }
        return new Span(start, member.end());
    }

    private static boolean isWhiteSpace(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }
}
