package onechat.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
    private final int start;
    private final int end;
    private final int toStart;
    private final int toEnd;
    private final int fromStart;
    private final int fromEnd;

    /**
     * A payload with its members.
     *
     * @param start where it begins in {@code octets}
     * @param end where it ends there
     * @param members in which {@code to} is
     */
    RelayBody(byte[] octets, int start, int end, Members members) {
        this.octets = octets;
        this.start = start;
        this.end = end;
        this.toStart = members.startOf(Member.TO);
        this.toEnd = members.endOf(Member.TO);
        this.fromStart = members.startOf(Member.FROM);
        this.fromEnd = members.endOf(Member.FROM);
    }

    /**
     * The payload for the receiver: {@code from} takes the place of {@code to}, and a {@code from} that the client wrote is cut out.
     *
     * @param sender the user id that the server vouches for
     */
    public byte[] withFrom(long sender) {
        boolean hasFrom = fromEnd > 0;
        int cutStart = hasFrom ? startWithComma() : start;
        int cutEnd = hasFrom ? endWithComma() : start;
        boolean cutFirst = cutEnd <= toStart;
        int firstStart = cutFirst ? cutStart : toStart;
        int firstEnd = cutFirst ? cutEnd : toEnd;
        int secondStart = cutFirst ? toStart : cutStart;
        int secondEnd = cutFirst ? toEnd : cutEnd;

        int idBytes = Decimal.digits(sender);
        byte[] result = new byte[end - start - (toEnd - toStart) - (cutEnd - cutStart) + FROM.length + idBytes];
        int at = copy(start, firstStart, result, 0);
        at = cutFirst ? at : putFrom(sender, idBytes, result, at);
        at = copy(firstEnd, secondStart, result, at);
        at = cutFirst ? putFrom(sender, idBytes, result, at) : at;
        copy(secondEnd, end, result, at);
        return result;
    }

    private int copy(int from, int to, byte[] target, int at) {
        System.arraycopy(octets, from, target, at, to - from);
        return at + to - from;
    }

    private static int putFrom(long sender, int idBytes, byte[] target, int at) {
        System.arraycopy(FROM, 0, target, at, FROM.length);
        int next = at + FROM.length + idBytes;
        Decimal.writeBefore(next, sender, target);
        return next;
    }

    /** The payload as it came, in an array of its own. */
    byte[] payload() {
        return Arrays.copyOfRange(octets, start, end);
    }

    /** Where {@code from} ends with the comma behind it; where it is the last member, and so with the comma before it, without. */
    private int endWithComma() {
        int comma = behindFrom();
        return octets[comma] == ',' ? comma + 1 : fromEnd;
    }

    /** Where {@code from} begins, with the comma before it where it is the last member; the payload has at least {@code to} beside it. */
    private int startWithComma() {
        if (octets[behindFrom()] == ',') {
            return fromStart;
        }
        int comma = fromStart - 1;
        while (octets[comma] != ',') {
            comma--;
        }
        return comma;
    }

    private int behindFrom() {
        int at = fromEnd;
        while (isWhiteSpace(octets[at])) {
            at++;
        }
        return at;
    }

    /** Whether an octet is white space of JSON. */
    static boolean isWhiteSpace(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }
}
