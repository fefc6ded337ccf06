package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client that sends whatever octets a test wants, and reads when told to. Used by one thread. */
final class RawClient implements AutoCloseable {
    static final String UPGRADE = String.join(
            "\r\n",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "");

    private final Socket network;
    private final Socket socket;
    private final DataInputStream in;
    private final String host;

    RawClient(InetSocketAddress server) throws IOException {
        this(server, -1, null);
    }

    /** @param receiveBufferBytes how much the kernel takes for a client that does not read */
    RawClient(InetSocketAddress server, int receiveBufferBytes) throws IOException {
        this(server, receiveBufferBytes, null);
    }

    /** @param tls what to trust, for a client that speaks TLS */
    RawClient(InetSocketAddress server, int receiveBufferBytes, @Nullable SSLContext tls) throws IOException {
        network = new Socket();
        if (receiveBufferBytes > 0) {
            network.setReceiveBufferSize(receiveBufferBytes);
        }
        network.connect(server);
        network.setTcpNoDelay(true);
        network.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
        socket = tls == null
                ? network
                : tls.getSocketFactory()
                        .createSocket(network, server.getAddress().getHostAddress(), server.getPort(), true);
        in = new DataInputStream(socket.getInputStream());
        host = server.getAddress().getHostAddress() + ":" + server.getPort();
    }

    /** A client that speaks WebSocket already. */
    static RawClient upgraded(InetSocketAddress server) throws IOException {
        RawClient client = new RawClient(server);
        client.upgrade();
        return client;
    }

    void upgrade() throws IOException {
        String answer = request("GET /onechat", UPGRADE);
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(answer);
        }
    }

    /** Sends a request with these further headers, and reads the head of its answer. */
    String request(String methodAndTarget, String headers) throws IOException {
        send(Wire.utf8(methodAndTarget + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n"));
        return readHead();
    }

    /** The octets up to and with the next empty line. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    void send(byte[]... parts) throws IOException {
        socket.getOutputStream().write(Wire.concat(parts));
    }

    /** Ends this client's direction: the server reads the end, and may still send. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Goes away with a reset, as a process that is killed. */
    void reset() throws IOException {
        network.setSoLinger(true, 0);
        network.close();
    }

    ReceivedFrame next() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new ReceivedFrame(first, ByteBuffer.wrap(payload).asReadOnlyBuffer());
    }

    /** The next frame that is no ping: those of the heartbeat come when they come. */
    ReceivedFrame nextButPings() throws IOException {
        ReceivedFrame frame = next();
        while (frame.opcode() == Wire.PING) {
            frame = next();
        }
        return frame;
    }

    /** Reads to the end that the server makes, and returns what came before. */
    String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Whether the server has ended its direction, and everything before was read. Waits for either. */
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    /** Waits until the server has ended the connection, in order or with a reset. */
    void readUntilGone() throws IOException {
        try {
            in.skipNBytes(Long.MAX_VALUE);
        } catch (EOFException | SocketException end) {
            assertThat(end).isNotNull();
        }
    }

    @Override
    public void close() throws IOException {
        network.close(); // under TLS the socket above would wait for the peer
    }
}
