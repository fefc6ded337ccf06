package onechat.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static onechat.protocol.ErrorCode.MALFORMED;
import static onechat.protocol.ErrorCode.TOO_LARGE;
import static onechat.protocol.ErrorCode.VERSION_NOT_SUPPORTED;

/**
 * Reads the header block of one frame after another, octet by octet, and finds a fault at the octet that makes it one
 * (contract section 1.1). Confined to the thread that decodes.
 */
final class FrameHeader {
    private static final byte[] VERSION_LINE = "ONECHAT/1.0\r\n".getBytes(US_ASCII);
    private static final int MAGIC_BYTES = "ONECHAT/".length();
    private static final byte[] LENGTH_NAME = "payload_len".getBytes(US_ASCII);
    private static final int NOT_GIVEN = -1;

    private enum State {
        MAGIC,
        MAJOR,
        MINOR,
        VERSION_LF,
        LINE_START,
        NAME,
        SPACES,
        DIGITS,
        OTHER_VALUE,
        LINE_LF,
        BLOCK_LF
    }

    private final int maxPayloadBytes;
    private State state = State.MAGIC;
    private int blockBytes;
    /** Digits of the version's part at hand. */
    private int digits;

    /** Whether the version is, so far, the one that is spoken here; another one is a fault, so it stays true from frame to frame. */
    private boolean spoken = true;
    /** How much of {@link #LENGTH_NAME} the name has matched so far, or {@link #NOT_GIVEN} where it is another name. */
    private int matched;

    private int payloadBytes = NOT_GIVEN;

    FrameHeader(int maxPayloadBytes) {
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /** How many octets of payload the block announced that {@link #accept} found whole. Begins the next block. */
    int takePayloadBytes() {
        int announced = payloadBytes;
        state = State.MAGIC;
        blockBytes = 0;
        payloadBytes = NOT_GIVEN;
        return announced;
    }

    /** Takes the block's next octet; true when it was the last, so that the payload follows. */
    boolean accept(byte octet) throws FramingException {
        if (blockBytes == Limits.MAX_HEADER_BLOCK_BYTES) {
            throw new FramingException(TOO_LARGE, "header block is over 1,024 octets");
        }
        int index = blockBytes++;
        switch (state) {
            case MAGIC -> {
                require(octet == VERSION_LINE[index], "frame does not begin with ONECHAT/");
                if (blockBytes == MAGIC_BYTES) {
                    part(State.MAJOR);
                }
            }
            case MAJOR -> version(octet, index, '.', State.MINOR);
            case MINOR -> version(octet, index, '\r', State.VERSION_LF);
            case VERSION_LF -> {
                require(octet == '\n', "CR without LF");
                if (!spoken) {
                    throw new FramingException(VERSION_NOT_SUPPORTED, "version is not 1.0");
                }
                state = State.LINE_START;
            }
            case LINE_START -> {
                matched = 0;
                state = octet == '\r' ? State.BLOCK_LF : name(octet);
            }
            case NAME -> state = octet == ':' ? afterColon() : name(octet);
            case SPACES -> {
                if (octet != ' ') {
                    digit(octet);
                    state = State.DIGITS;
                }
            }
            case DIGITS -> {
                if (octet == '\r') {
                    checkLength();
                    state = State.LINE_LF;
                } else {
                    digit(octet);
                }
            }
            case OTHER_VALUE -> {
                require(octet != '\n', "LF without CR");
                state = octet == '\r' ? State.LINE_LF : State.OTHER_VALUE;
            }
            case LINE_LF -> {
                require(octet == '\n', "CR without LF");
                state = State.LINE_START;
            }
            case BLOCK_LF -> {
                require(octet == '\n', "CR without LF");
                require(payloadBytes != NOT_GIVEN, "PAYLOAD_LEN is missing");
                return true;
            }
        }
        return false;
    }

    private void part(State next) {
        digits = 0;
        state = next;
    }

    private void version(byte octet, int index, char end, State next) throws FramingException {
        // Octet by octet like 1.0, so that 01.0 and 1.00 are versions of their own.
        spoken &= index < VERSION_LINE.length && octet == VERSION_LINE[index];
        if (octet == end && digits > 0) {
            part(next);
        } else {
            require(isDigit(octet), "no version follows ONECHAT/");
            digits++;
        }
    }

    private State name(byte octet) throws FramingException {
        // A colon gets here only as the first octet: the name is empty. CR and LF: the line has no colon.
        boolean control = (octet >= 0 && octet <= ' ') || octet == 0x7F;
        require(!control && octet != ':', "header line is not a name, a colon and a value");
        boolean matches = matched >= 0 && matched < LENGTH_NAME.length && lowerCase(octet) == LENGTH_NAME[matched];
        matched = matches ? matched + 1 : NOT_GIVEN;
        return State.NAME;
    }

    private State afterColon() throws FramingException {
        if (matched != LENGTH_NAME.length) {
            return State.OTHER_VALUE;
        }
        require(payloadBytes == NOT_GIVEN, "PAYLOAD_LEN is given twice");
        return State.SPACES;
    }

    private void digit(byte octet) throws FramingException {
        require(isDigit(octet), "PAYLOAD_LEN is not decimal digits");
        long value = Math.max(payloadBytes, 0) * 10L + (octet - '0');
        // However many digits follow, it stays too large.
        payloadBytes = (int) Math.min(value, Integer.MAX_VALUE);
    }

    private void checkLength() throws FramingException {
        require(payloadBytes > 0, "PAYLOAD_LEN is zero");
        if (payloadBytes > maxPayloadBytes) {
            throw new FramingException(TOO_LARGE, "payload is over " + maxPayloadBytes + " octets");
        }
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static int lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    private static void require(boolean holds, String otherwise) throws FramingException {
        if (!holds) {
            throw new FramingException(MALFORMED, otherwise);
        }
    }
}
