package onechat.gateway.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import onechat.protocol.FrameDecoder.PayloadConsumer;

/** The frames of RFC 6455 on a client's side: finds the messages in a stream, and writes masked frames. Reading is confined to one thread. */
final class WebSocketFrames {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PONG = 10;

    private static final int CONTINUATION = 0;
    private static final int PING = 9;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int MOST_CONTROL_BYTES = 125;
    /** Longer ones are told by two octets more, and those from 65,536 on by eight. */
    private static final int SHORT = 125;

    private static final int MASK_BYTES = 4;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NONE = {};

    /** What a server may say beside messages. */
    enum Control {
        PING,
        CLOSE
    }

    /** Takes what is to be answered. */
    @FunctionalInterface
    interface ControlConsumer {
        void control(Control control, byte[] octets, int offset, int length) throws IOException;
    }

    private byte[] buffer;
    private int begin;
    private int end;
    private byte[] fragments = NONE;
    private boolean fragmented;
    private boolean waiting;

    /** @param rest what came behind the handshake */
    WebSocketFrames(int bufferBytes, byte[] rest) {
        buffer = Arrays.copyOf(rest, Math.max(bufferBytes, rest.length + 1));
        end = rest.length;
        waiting = rest.length > 0;
    }

    /** Whether there are octets that {@link #take} has not seen, though none was read. */
    boolean waiting() {
        return waiting;
    }

    /** Where octets are read into, from {@link #end} on. */
    byte[] buffer() {
        return buffer;
    }

    int end() {
        return end;
    }

    /** How many octets may be read, at least one. */
    int room() {
        return buffer.length - end;
    }

    /**
     * Takes so many octets that were read into the buffer, and hands on what they complete.
     *
     * @return false when the server closed
     * @throws IOException when it breaks RFC 6455, says what is no text, or more than fits
     */
    boolean take(int length, PayloadConsumer messages, ControlConsumer controls) throws IOException {
        waiting = false;
        end += length;
        while (true) {
            int header = headerBytes();
            if (header == 0) {
                break;
            }
            int payload = payloadBytes(header);
            if (end - begin < header + payload) {
                makeRoom(header + payload);
                return true;
            }
            int first = buffer[begin];
            int at = begin + header;
            begin = at + payload;
            if (!frame(first, at, payload, messages, controls)) {
                return false;
            }
        }
        makeRoom(0);
        return true;
    }

    /** The octets before the payload; 0 when they are not there yet. */
    private int headerBytes() throws IOException {
        if (end - begin < 2) {
            return 0;
        }
        int second = buffer[begin + 1];
        if ((second & MASKED) != 0) {
            throw new IOException("the server masks a WebSocket frame");
        }
        int header = second <= SHORT ? 2 : second == SHORT + 1 ? 4 : 10;
        return end - begin < header ? 0 : header;
    }

    private int payloadBytes(int header) throws IOException {
        long payload =
                switch (header) {
                    case 2 -> buffer[begin + 1];
                    case 4 -> (buffer[begin + 2] & 0xFF) << 8 | (buffer[begin + 3] & 0xFF);
                    default -> (long) LONGS.get(buffer, begin + 2);
                };
        if (payload < 0 || payload > Network.MOST_PAYLOAD_BYTES) {
            throw new IOException("the server sends a WebSocket frame that is too long");
        }
        return (int) payload;
    }

    private boolean frame(int first, int at, int length, PayloadConsumer messages, ControlConsumer controls)
            throws IOException {
        int opcode = first & 0x0F;
        boolean last = (first & FIN) != 0;
        if ((first & 0x70) != 0 || (opcode >= CLOSE && (!last || length > MOST_CONTROL_BYTES))) {
            throw new IOException("the server breaks the rules of WebSocket frames");
        }
        switch (opcode) {
            case TEXT -> text(last, at, length, messages);
            case CONTINUATION -> continuation(last, at, length, messages);
            case PING -> controls.control(Control.PING, buffer, at, length);
            case PONG -> {}
            case CLOSE -> {
                controls.control(Control.CLOSE, buffer, at, Math.min(2, length));
                return false;
            }
            default -> throw new IOException("the server sends a WebSocket message that is no text");
        }
        return true;
    }

    private void text(boolean last, int at, int length, PayloadConsumer messages) throws IOException {
        if (fragmented) {
            throw new IOException("the server begins a WebSocket message inside another");
        }
        if (last) {
            messages.payload(buffer, at, length);
        } else {
            fragmented = true;
            fragments = Arrays.copyOfRange(buffer, at, at + length);
        }
    }

    private void continuation(boolean last, int at, int length, PayloadConsumer messages) throws IOException {
        if (!fragmented || fragments.length + length > Network.MOST_PAYLOAD_BYTES) {
            throw new IOException("the server goes on with a WebSocket message that it did not begin, or too long");
        }
        int before = fragments.length;
        fragments = Arrays.copyOf(fragments, before + length);
        System.arraycopy(buffer, at, fragments, before, length);
        if (last) {
            byte[] whole = fragments;
            fragments = NONE;
            fragmented = false;
            messages.payload(whole, 0, whole.length);
        }
    }

    /** Moves what is incomplete to the front, where there is room for the whole of it and for an octet to read. */
    private void makeRoom(int frameBytes) {
        int incomplete = end - begin;
        if (frameBytes > buffer.length) {
            byte[] larger = new byte[frameBytes];
            System.arraycopy(buffer, begin, larger, 0, incomplete);
            buffer = larger;
        } else if (begin > 0) {
            System.arraycopy(buffer, begin, buffer, 0, incomplete);
        }
        begin = 0;
        end = incomplete;
    }

    /** The octets of a masked frame with such a payload. */
    static int frameBytes(int payload) {
        int header = payload <= SHORT ? 2 : payload <= 0xFFFF ? 4 : 10;
        return header + MASK_BYTES + payload;
    }

    /** Writes a masked frame, the only one of its message. */
    static void write(int opcode, byte[] octets, int offset, int length, byte[] target, int start) {
        int at = start;
        target[at++] = (byte) (FIN | opcode);
        if (length <= SHORT) {
            target[at++] = (byte) (MASKED | length);
        } else if (length <= 0xFFFF) {
            target[at++] = (byte) (MASKED | (SHORT + 1));
            target[at++] = (byte) (length >> 8);
            target[at++] = (byte) length;
        } else {
            target[at++] = (byte) (MASKED | (SHORT + 2));
            LONGS.set(target, at, (long) length);
            at += Long.BYTES;
        }
        // Cheap randomness will do: the mask keeps pages of strangers from choosing what proxies see, and here is no
        // page.
        int mask = ThreadLocalRandom.current().nextInt();
        for (int i = 0; i < MASK_BYTES; i++) {
            target[at++] = (byte) (mask >> (24 - 8 * i));
        }
        mask(octets, offset, length, target, at, mask);
    }

    private static void mask(byte[] octets, int offset, int length, byte[] target, int at, int mask) {
        long eight = (long) mask << 32 | (mask & 0xFFFF_FFFFL);
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            LONGS.set(target, at + i, (long) LONGS.get(octets, offset + i) ^ eight);
        }
        for (; i < length; i++) {
            target[at + i] = (byte) (octets[offset + i] ^ (mask >> (24 - 8 * (i & 3))));
        }
    }
}
