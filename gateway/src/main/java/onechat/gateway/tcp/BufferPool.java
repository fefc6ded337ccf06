package onechat.gateway.tcp;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Lends buffers of one size to readers and writers that are busy just now. Used by many threads at once.
 *
 * <p>So an idle connection keeps no large buffer; a borrower that comes when all are lent gets a new one, which is kept if there is room.
 */
final class BufferPool {
    static final int BUFFER_BYTES = 16_384;
    private static final int MAX_KEPT = 128;

    private final ArrayBlockingQueue<byte[]> kept = new ArrayBlockingQueue<>(MAX_KEPT);

    /** A buffer of {@link #BUFFER_BYTES}, with whatever it held last. */
    byte[] borrow() {
        byte[] buffer = kept.poll();
        return buffer == null ? new byte[BUFFER_BYTES] : buffer;
    }

    /** Gives a borrowed buffer back, after which the borrower no longer uses it. */
    void giveBack(byte[] buffer) {
        kept.offer(buffer);
    }
}
