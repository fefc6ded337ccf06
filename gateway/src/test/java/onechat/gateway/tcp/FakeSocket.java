package onechat.gateway.tcp;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A socket whose network is at hand: it says how each read and each write was made. Confined to the test's thread. */
final class FakeSocket extends Socket {
    final List<Integer> readsAsked = new ArrayList<>();
    final List<byte[]> writes = new ArrayList<>();
    private final Queue<byte[]> coming = new ArrayDeque<>();
    private int at;

    /** What the network has ready at one moment; a read takes as much of it as it asks for. */
    void bring(byte[] octets) {
        coming.add(octets);
    }

    byte[] written() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        writes.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("octet by octet is slow");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                readsAsked.add(length);
                byte[] ready = coming.peek();
                if (ready == null) {
                    return -1;
                }
                int taken = Math.min(length, ready.length - at);
                System.arraycopy(ready, at, target, offset, taken);
                at += taken;
                if (at == ready.length) {
                    coming.remove();
                    at = 0;
                }
                return taken;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                throw new UnsupportedOperationException("octet by octet is slow");
            }

            @Override
            public void write(byte[] octets, int offset, int length) {
                byte[] written = new byte[length];
                System.arraycopy(octets, offset, written, 0, length);
                writes.add(written);
            }
        };
    }
}
