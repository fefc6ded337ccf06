package onechat.gateway.session;

import java.util.ArrayList;
import java.util.List;

/**
 * The frames of one session that its client may not have got yet, bounded in number and octets (contract section 4). Guarded by its session.
 *
 * <p>Past a bound the oldest is dropped: a client that got it, and only had not said so, comes back all the same.
 */
final class KeptFrames {
    private static final int MAX_FRAMES = 1_024;
    private static final int MAX_BYTES = 1_048_576;

    /** A ring, whose length is a power of two. A client that waits to be called, and says what it got, leaves one frame: the last ack. */
    private byte[][] ring = new byte[1][];

    /** Where in it the oldest stands. */
    private int first;

    private int count;
    private int bytes;
    private long sent;

    /** One more frame of the session. */
    void add(byte[] payload) {
        if (count == MAX_FRAMES) {
            dropFirst();
        }
        if (count == ring.length) {
            grow();
        }
        ring[slot(count)] = payload;
        count++;
        bytes += payload.length;
        sent++;
        while (bytes > MAX_BYTES) {
            dropFirst();
        }
    }

    /** How many frames the session has had. */
    long sent() {
        return sent;
    }

    /** How many of them are no longer held: the first ones. */
    long dropped() {
        return sent - count;
    }

    /** Lets go of those that the client has got; one that is told of late changes nothing. */
    void received(long got) {
        while (dropped() < got && count > 0) {
            dropFirst();
        }
        if (count == 0 && ring.length > 1) {
            ring = new byte[1][]; // one that was long would stay so
            first = 0;
        }
    }

    /** Those behind the first {@code got}, which are all held. */
    List<byte[]> after(long got) {
        List<byte[]> missed = new ArrayList<>();
        for (int i = (int) (got - dropped()); i < count; i++) {
            missed.add(ring[slot(i)]);
        }
        return missed;
    }

    private void grow() {
        byte[][] longer = new byte[2 * count][];
        for (int i = 0; i < count; i++) {
            longer[i] = ring[slot(i)];
        }
        ring = longer;
        first = 0;
    }

    private void dropFirst() {
        bytes -= ring[first].length;
        ring[first] = null;
        first = slot(1);
        count--;
    }

    /** Where the {@code i}-th of those that are held stands. */
    private int slot(int i) {
        return (first + i) & (ring.length - 1);
    }
}
