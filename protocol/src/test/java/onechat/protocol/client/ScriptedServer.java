package onechat.protocol.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import javax.net.ServerSocketFactory;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FrameEncoder;
import onechat.protocol.FramingException;

/** Takes a client on one real socket after the other, and says what a test tells it to. Confined to the test's thread. */
public final class ScriptedServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket listening;
    private final Queue<String> received = new ArrayDeque<>();
    private final List<Socket> earlier = new ArrayList<>();
    private FrameDecoder frames = new FrameDecoder(1 << 20);
    private Socket client = new Socket();

    public ScriptedServer() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    ScriptedServer(ServerSocketFactory sockets) throws IOException {
        this(sockets, 50);
    }

    ScriptedServer(ServerSocketFactory sockets, int backlog) throws IOException {
        listening = sockets.createServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        listening.setSoTimeout(PATIENCE_MILLIS);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public ClientOptions options() {
        return ClientOptions.of("127.0.0.1", port());
    }

    /** Takes the next connection; the one before stays as it is. */
    public void accept() throws IOException {
        earlier.add(client);
        client = listening.accept();
        frames = new FrameDecoder(1 << 20);
        received.clear();
        client.setTcpNoDelay(true);
        client.setSoTimeout(PATIENCE_MILLIS);
    }

    /** The next payload of the client's. */
    public String receive() {
        try {
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[8_192];
            while (received.isEmpty()) {
                int length = in.read(buffer);
                if (length < 0) {
                    return "the end";
                }
                frames.feed(buffer, 0, length, (o, at, n) -> received.add(new String(o, at, n, UTF_8)));
            }
            return received.remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FramingException e) {
            throw new IllegalStateException("the client's framing is broken", e);
        }
    }

    /** Sends payloads, all in one write. */
    public void send(String... payloads) {
        StringBuilder stream = new StringBuilder();
        for (String payload : payloads) {
            stream.append(new String(FrameEncoder.frame(payload.getBytes(UTF_8)), UTF_8));
        }
        sendRaw(stream.toString());
    }

    void sendRaw(String octets) {
        sendRaw(octets.getBytes(UTF_8), 0, octets.getBytes(UTF_8).length);
    }

    void sendRaw(byte[] octets, int offset, int length) {
        try {
            client.getOutputStream().write(octets, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server's direction. */
    public void end() throws IOException {
        client.shutdownOutput();
    }

    /** Breaks the connection: the client's next read or write fails. */
    void reset() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    /** Takes no more connections. */
    void stopListening() throws IOException {
        listening.close();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : earlier) {
            socket.close();
        }
        client.close();
        listening.close();
    }
}
