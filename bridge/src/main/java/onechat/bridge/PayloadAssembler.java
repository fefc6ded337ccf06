package onechat.bridge;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Puts the fragments of one text message together, up to a limit. Used by the connection's reader alone. */
final class PayloadAssembler {
    private static final byte[] NONE = new byte[0];
    private static final int SMALLEST_GROWTH = 1_024;

    private final int maxPayloadBytes;
    private byte[] octets = NONE;
    private int length;

    PayloadAssembler(int maxPayloadBytes) {
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /** Whether no fragment is held. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Whether the message so far and {@code more} octets are within the limit. */
    boolean fits(int more) {
        return more <= maxPayloadBytes - length;
    }

    /** Takes a copy of a fragment that {@link #fits}. */
    void add(ByteBuffer fragment) {
        int more = fragment.remaining();
        if (more > octets.length - length) {
            int doubled = Math.max(octets.length * 2, SMALLEST_GROWTH);
            octets = Arrays.copyOf(octets, Math.min(maxPayloadBytes, Math.max(doubled, length + more)));
        }
        fragment.get(octets, length, more);
        length += more;
    }

    /** The array that holds the message from its beginning; what follows {@link #length} is not part of it. */
    byte[] octets() {
        return octets;
    }

    int length() {
        return length;
    }

    /** Forgets the message, and its memory: a connection that is idle holds none. */
    void clear() {
        octets = NONE;
        length = 0;
    }
}
