package onechat.gateway.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A client that sends and reads octets, framed or not. Its sender and its reader may be two threads. */
final class RawClient implements AutoCloseable {
    /** After so long a read gives up, so that a server which says nothing fails a test. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawClient(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) LONG_ENOUGH.toMillis());
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    static String frame(String payload) {
        return "ONECHAT/1.0\r\nPAYLOAD_LEN: " + payload.getBytes(UTF_8).length + "\r\n\r\n" + payload;
    }

    void send(String octets) throws IOException {
        out.write(octets.getBytes(UTF_8));
    }

    /** The next octets, as many as the expected ones have; fewer where the server ended before. */
    String read(int octets) throws IOException {
        return new String(in.readNBytes(octets), UTF_8);
    }

    /** Everything until the server's end. */
    String readAll() throws IOException {
        return new String(in.readAllBytes(), UTF_8);
    }

    /** Says that it sends nothing more, and can still read. */
    void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends so that the server's next read or write fails. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
