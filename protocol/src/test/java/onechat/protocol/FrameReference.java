package onechat.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole stream by the grammar of contract section 1.1, one rule a method: what {@link FrameDecoder} is compared with. Confined to
 * one thread.
 */
final class FrameReference {
    private static final int END = -1;

    private final byte[] stream;
    private final int maxPayloadBytes;
    private int at;
    private int blockStart;

    private FrameReference(byte[] stream, int maxPayloadBytes) {
        this.stream = stream;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /**
     * What a stream gives.
     *
     * @param fault null where there is none
     * @param knownAfter after how many octets the fault is known, or -1
     */
    record Outcome(List<byte[]> payloads, @Nullable ErrorCode fault, int knownAfter) {}

    /** The stream ends here; more would be needed to say anything. */
    private static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        Ended() {
            super(null, null, false, false);
        }
    }

    static Outcome read(byte[] stream, int maxPayloadBytes) {
        FrameReference reference = new FrameReference(stream, maxPayloadBytes);
        List<byte[]> payloads = new ArrayList<>();
        try {
            while (true) {
                payloads.add(reference.frame());
            }
        } catch (Ended sound) {
            return new Outcome(payloads, null, END);
        } catch (FramingException fault) {
            return new Outcome(payloads, fault.code(), reference.at);
        }
    }

    private byte[] frame() throws Ended, FramingException {
        blockStart = at;
        versionLine();
        BigInteger length = null;
        while (peek() != '\r') {
            String name = headerName();
            if (!name.equalsIgnoreCase("PAYLOAD_LEN")) {
                otherValue();
            } else if (length == null) {
                length = length();
            } else {
                throw fault(ErrorCode.MALFORMED);
            }
        }
        endOfLine();
        if (length == null) {
            throw fault(ErrorCode.MALFORMED);
        }
        int start = at;
        if (length.intValueExact() > stream.length - start) {
            throw new Ended();
        }
        at = start + length.intValueExact();
        return Arrays.copyOfRange(stream, start, at);
    }

    private void versionLine() throws Ended, FramingException {
        for (char c : "ONECHAT/".toCharArray()) {
            take(c);
        }
        String major = digits();
        take('.');
        String minor = digits();
        endOfLine();
        if (!major.equals("1") || !minor.equals("0")) {
            throw fault(ErrorCode.VERSION_NOT_SUPPORTED);
        }
    }

    /** With the colon behind it. */
    private String headerName() throws Ended, FramingException {
        int start = at;
        while (peek() != ':') {
            int octet = take();
            if (octet <= ' ' || octet == 0x7F) {
                throw fault(ErrorCode.MALFORMED);
            }
        }
        int end = at;
        take(':');
        if (start == end) {
            throw fault(ErrorCode.MALFORMED);
        }
        return new String(stream, start, end - start, ISO_8859_1);
    }

    private void otherValue() throws Ended, FramingException {
        while (peek() != '\r') {
            if (take() == '\n') {
                throw fault(ErrorCode.MALFORMED);
            }
        }
        endOfLine();
    }

    private BigInteger length() throws Ended, FramingException {
        while (peek() == ' ') {
            take();
        }
        BigInteger length = new BigInteger(digits());
        take('\r');
        if (length.signum() == 0) {
            throw fault(ErrorCode.MALFORMED);
        }
        if (length.compareTo(BigInteger.valueOf(maxPayloadBytes)) > 0) {
            throw fault(ErrorCode.TOO_LARGE);
        }
        take('\n');
        return length;
    }

    /** One or more. */
    private String digits() throws Ended, FramingException {
        StringBuilder digits = new StringBuilder();
        while (digits.isEmpty() || isDigit(peek())) {
            int octet = take();
            if (!isDigit(octet)) {
                throw fault(ErrorCode.MALFORMED);
            }
            digits.append((char) octet);
        }
        return digits.toString();
    }

    private static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    private void endOfLine() throws Ended, FramingException {
        take('\r');
        take('\n');
    }

    private void take(char expected) throws Ended, FramingException {
        if (take() != expected) {
            throw fault(ErrorCode.MALFORMED);
        }
    }

    private int take() throws Ended, FramingException {
        int octet = peek();
        at++;
        return octet;
    }

    /** The block's next octet, of which there are at most 1,024. */
    private int peek() throws Ended, FramingException {
        if (at == stream.length) {
            throw new Ended();
        }
        if (at - blockStart == 1_024) {
            at++;
            throw fault(ErrorCode.TOO_LARGE);
        }
        return stream[at] & 0xFF;
    }

    private static FramingException fault(ErrorCode code) {
        return new FramingException(code, "");
    }
}
