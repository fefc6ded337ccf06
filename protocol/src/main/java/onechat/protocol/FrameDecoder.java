package onechat.protocol;

import java.util.Arrays;
import java.util.Objects;

/**
 * Finds the payloads in a stream of frames, however the stream is cut into reads (contract section 1.1). Confined to the thread that reads.
 *
 * <p>Between frames it holds no buffer. While a payload is incomplete, it holds at most twice the octets that have come of it, whatever
 * length was announced.
 */
public final class FrameDecoder {
    private static final byte[] NONE = {};

    private final FrameHeader header;
    /** Octets of the payload that is under way; 0 while a header block is. */
    private int payloadBytes;

    private byte[] collected = NONE;
    private int collectedBytes;
    private boolean broken;

    /**
     * A decoder that stands before a frame.
     *
     * @param maxPayloadBytes the greatest {@code PAYLOAD_LEN} to accept, in octets, 1 to {@code Integer.MAX_VALUE - 1_024}; a client
     *     reads with {@link Limits#RELAY_GROWTH_BYTES} more than what it sends
     */
    public FrameDecoder(int maxPayloadBytes) {
        if (maxPayloadBytes < 1 || maxPayloadBytes > Integer.MAX_VALUE - 1_024) {
            throw new IllegalArgumentException("a payload has 1 to 2^31-1025 octets");
        }
        this.header = new FrameHeader(maxPayloadBytes);
    }

    /** Takes the payloads that a {@link FrameDecoder} finds. Called by the thread that feeds it. */
    @FunctionalInterface
    public interface PayloadConsumer {
        /**
         * A whole payload.
         *
         * @param octets holds the payload, and belongs to the caller again as soon as this returns
         * @param offset where in {@code octets} the payload begins
         * @param length its octets, at least 1
         */
        void payload(byte[] octets, int offset, int length);
    }

    /**
     * Takes what the network brought next, and hands on each payload that it completes, in order.
     *
     * @param octets where it stands; not kept after this returns
     * @param offset its first octet
     * @param length how many octets it is, 0 or more
     * @throws FramingException at the first octet that breaks the framing: {@link ErrorCode#MALFORMED}, {@link ErrorCode#TOO_LARGE} or
     *     {@link ErrorCode#VERSION_NOT_SUPPORTED}. The payloads before it were handed on; nothing after it can be
     * @throws IllegalStateException when the framing was broken before
     */
    public void feed(byte[] octets, int offset, int length, PayloadConsumer consumer) throws FramingException {
        Objects.checkFromIndexSize(offset, length, octets.length);
        if (broken) {
            throw new IllegalStateException("the framing is broken");
        }
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = payloadBytes == 0 ? readHeader(octets, at, end) : readPayload(octets, at, end, consumer);
        }
    }

    private int readHeader(byte[] octets, int start, int end) throws FramingException {
        int at = start;
        try {
            while (at < end) {
                if (header.accept(octets[at++])) {
                    payloadBytes = header.takePayloadBytes();
                    break;
                }
            }
        } catch (FramingException fault) {
            broken = true;
            throw fault;
        }
        return at;
    }

    private int readPayload(byte[] octets, int start, int end, PayloadConsumer consumer) {
        int whole = payloadBytes;
        int taken = Math.min(end - start, whole - collectedBytes);
        if (taken == whole) {
            payloadBytes = 0;
            consumer.payload(octets, start, whole);
            return start + taken;
        }
        collect(octets, start, taken);
        if (collectedBytes == whole) {
            byte[] payload = collected;
            collected = NONE;
            collectedBytes = 0;
            payloadBytes = 0;
            consumer.payload(payload, 0, whole);
        }
        return start + taken;
    }

    private void collect(byte[] octets, int start, int taken) {
        int needed = collectedBytes + taken;
        if (needed > collected.length) {
            long roomy = Math.max(needed, 2L * collectedBytes);
            collected = Arrays.copyOf(collected, (int) Math.min(roomy, payloadBytes));
        }
        System.arraycopy(octets, start, collected, collectedBytes, taken);
        collectedBytes = needed;
    }
}
