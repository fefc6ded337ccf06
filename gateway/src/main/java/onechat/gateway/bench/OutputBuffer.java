package onechat.gateway.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** Collects octets until they are written in one go; small for as long as little waits. Used by one thread at a time. */
final class OutputBuffer {
    private static final int LEAST_BYTES = 512;
    private static final int MOST_BYTES = 16_384;

    private final OutputStream out;
    private byte[] octets = new byte[LEAST_BYTES];
    private int length;
    private final LongAdder traffic;

    /** @param traffic is told of octets that are written */
    OutputBuffer(OutputStream out, LongAdder traffic) {
        this.out = out;
        this.traffic = traffic;
    }

    /** Makes room for so many octets behind those that wait, and returns where they may stand in {@link #octets}. */
    int reserve(int more) throws IOException {
        if (length > 0 && length + more > MOST_BYTES) {
            flush();
        }
        if (length + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + more, Math.min(MOST_BYTES, 2 * octets.length)));
        }
        int at = length;
        length += more;
        return at;
    }

    byte[] octets() {
        return octets;
    }

    void flush() throws IOException {
        if (length > 0) {
            out.write(octets, 0, length);
            traffic.add(length);
            length = 0;
        }
    }
}
