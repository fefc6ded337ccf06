package onechat.gateway.baseline;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

/**
 * A client's socket: reads packets out of what came, and gathers what is written until it is flushed. One thread reads, and one writes; {@link #close}
 * is for any.
 */
final class PeerSocket implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] incoming = new byte[16_384];
    private int start;
    private int end;
    private byte[] outgoing = new byte[1_024];
    private int gathered;

    PeerSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Finds one packet; the octets are good until it returns. */
    @FunctionalInterface
    interface Packets {
        /**
         * Takes the packet that begins at {@code start}.
         *
         * @return the index behind it, or {@code start} where it is not whole yet
         */
        int take(byte[] octets, int start, int end) throws IOException;
    }

    /** Blocks until something came, and hands it on, packet by packet; the rest of it waits for more. */
    void read(Packets packets) throws IOException {
        if (end == incoming.length) {
            incoming = Arrays.copyOf(incoming, 2 * incoming.length);
        }
        int length = in.read(incoming, end, incoming.length - end);
        if (length < 0) {
            throw new EOFException("the server closed");
        }
        end += length;
        int next = packets.take(incoming, start, end);
        while (next > start) {
            start = next;
            next = start < end ? packets.take(incoming, start, end) : start;
        }
        System.arraycopy(incoming, start, incoming, 0, end - start);
        end -= start;
        start = 0;
    }

    /** Puts octets behind those that are gathered. */
    PeerSocket put(byte[] octets) {
        return put(octets, 0, octets.length);
    }

    PeerSocket put(byte[] octets, int offset, int length) {
        makeRoom(length);
        System.arraycopy(octets, offset, outgoing, gathered, length);
        gathered += length;
        return this;
    }

    /** Puts one octet. */
    PeerSocket put(int octet) {
        makeRoom(1);
        outgoing[gathered++] = (byte) octet;
        return this;
    }

    /** Puts a number of two octets, the higher one first. */
    PeerSocket putShort(int number) {
        return put(number >> 8).put(number);
    }

    private void makeRoom(int length) {
        if (outgoing.length - gathered < length) {
            outgoing = Arrays.copyOf(outgoing, Math.max(2 * outgoing.length, gathered + length));
        }
    }

    /** Writes what is gathered, in one go. */
    void flush() throws IOException {
        out.write(outgoing, 0, gathered);
        gathered = 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
