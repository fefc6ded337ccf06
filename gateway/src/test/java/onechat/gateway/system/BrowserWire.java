package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * A bare socket that speaks WebSocket at {@code /onechat} with a browser's headers, without a client library that would take more memory than the
 * server. Used by one thread.
 */
final class BrowserWire implements Wire {
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int TWO_OCTETS = 126;

    private static final String UPGRADE = """
            GET /onechat HTTP/1.1
            Host: 127.0.0.1:PORT
            Connection: Upgrade
            Pragma: no-cache
            Cache-Control: no-cache
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
            Upgrade: websocket
            Origin: http://127.0.0.1:PORT
            Sec-WebSocket-Version: 13
            Accept-Encoding: gzip, deflate, br, zstd
            Accept-Language: en-US,en;q=0.9
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
            Sec-WebSocket-Protocol: onechat.v1

            """;

    private final Socket socket;
    private final DataInputStream in;
    private int closeCode;

    BrowserWire(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        in = new DataInputStream(socket.getInputStream());
        String request =
                UPGRADE.replace("PORT", Integer.toString(server.getPort())).replace("\n", "\r\n");
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        String answer = readAnswer();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no upgrade: " + answer);
        }
    }

    private String readAnswer() throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.readUnsignedByte());
        }
        return answer.toString();
    }

    @Override
    public void send(String payload) throws IOException {
        send(TEXT, payload.getBytes(UTF_8));
    }

    /** The mask is nothing but zeros, which leaves the octets as they are. */
    private void send(int opcode, byte[] octets) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(8 + octets.length).put((byte) opcode);
        if (octets.length < TWO_OCTETS) {
            frame.put((byte) (MASKED | octets.length));
        } else {
            frame.put((byte) (MASKED | TWO_OCTETS)).putShort((short) octets.length);
        }
        frame.putInt(0).put(octets).flip();
        socket.getOutputStream().write(frame.array(), 0, frame.limit());
    }

    @Override
    public String receive() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            byte[] octets = new byte[length < TWO_OCTETS ? length : in.readUnsignedShort()];
            in.readFully(octets);
            switch (opcode) {
                case TEXT -> {
                    return new String(octets, UTF_8);
                }
                case PING -> send(PONG, octets);
                case CLOSE -> {
                    closeCode = ByteBuffer.wrap(octets).getShort();
                    throw new EOFException("closed with " + closeCode);
                }
                default -> throw new IOException("not what a server sends: " + opcode);
            }
        }
    }

    @Override
    public int closeCode() {
        return closeCode;
    }

    @Override
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
