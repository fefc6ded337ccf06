package onechat.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Puts the header block before a payload, {@code PAYLOAD_LEN} as its only header (contract section 1.1). Stateless. */
public final class FrameEncoder {
    private static final byte[] BEFORE_LENGTH = "ONECHAT/1.0\r\nPAYLOAD_LEN: ".getBytes(US_ASCII);
    private static final byte[] AFTER_LENGTH = "\r\n\r\n".getBytes(US_ASCII);

    private FrameEncoder() {}

    /** The octets of the frame around a payload of that many octets, at least 1. */
    public static int frameBytes(int payloadBytes) {
        return BEFORE_LENGTH.length + digits(payloadBytes) + AFTER_LENGTH.length + payloadBytes;
    }

    /**
     * Writes a frame into a larger buffer, so that one write to the network can carry many.
     *
     * @param payload the whole payload, at least 1 octet
     * @param target has room for {@link #frameBytes} octets from {@code at} on
     * @param at where the frame begins
     * @return the index after the frame's last octet
     */
    public static int write(byte[] payload, byte[] target, int at) {
        return write(payload, 0, payload.length, target, at);
    }

    /**
     * The same with a payload that is part of an array.
     *
     * @param octets holds the payload
     * @param offset where in {@code octets} it begins
     * @param length its octets, at least 1
     */
    public static int write(byte[] octets, int offset, int length, byte[] target, int at) {
        System.arraycopy(BEFORE_LENGTH, 0, target, at, BEFORE_LENGTH.length);
        int next = at + BEFORE_LENGTH.length;
        int afterDigits = next + digits(length);
        Decimal.writeBefore(afterDigits, length, target);
        System.arraycopy(AFTER_LENGTH, 0, target, afterDigits, AFTER_LENGTH.length);
        next = afterDigits + AFTER_LENGTH.length;
        System.arraycopy(octets, offset, target, next, length);
        return next + length;
    }

    /** The frame around a payload of at least 1 octet, in an array of its own. */
    public static byte[] frame(byte[] payload) {
        byte[] frame = new byte[frameBytes(payload.length)];
        write(payload, frame, 0);
        return frame;
    }

    private static int digits(int payloadBytes) {
        if (payloadBytes < 1) {
            throw new IllegalArgumentException("a payload has at least one octet");
        }
        return Decimal.digits(payloadBytes);
    }
}
