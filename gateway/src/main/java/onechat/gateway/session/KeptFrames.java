package onechat.gateway.session;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The frames of one session that its client may not have got yet, bounded in number and octets (contract section 4). Guarded by its session.
 *
 * <p>Past a bound the oldest is dropped: a client that got it, and only had not said so, comes back all the same.
 */
final class KeptFrames {
    private static final int MAX_FRAMES = 1_024;
    private static final int MAX_BYTES = 1_048_576;

    private ArrayDeque<byte[]> frames = new ArrayDeque<>(1);
    private long sent;
    private long bytes;

    /** One more frame of the session. */
    void add(byte[] payload) {
        frames.addLast(payload);
        sent++;
        bytes += payload.length;
        while (frames.size() > MAX_FRAMES || bytes > MAX_BYTES) {
            dropFirst();
        }
    }

    /** How many frames the session has had. */
    long sent() {
        return sent;
    }

    /** How many of them are no longer held: the first ones. */
    long dropped() {
        return sent - frames.size();
    }

    /** Lets go of those that the client has got; one that is told of late changes nothing. */
    void received(long count) {
        while (dropped() < count && !frames.isEmpty()) {
            dropFirst();
        }
        if (frames.isEmpty()) {
            frames = new ArrayDeque<>(1); // one that was long would stay so
        }
    }

    /** Those behind the first {@code count}, which are all held. */
    List<byte[]> after(long count) {
        return frames.stream().skip(count - dropped()).toList();
    }

    private void dropFirst() {
        bytes -= frames.removeFirst().length;
    }
}
