package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** A bare socket that speaks ONECHAT/1.0, written from the contract alone, without the product's codec. Used by one thread. */
final class TcpWire implements Wire {
    private static final String HEADER = "ONECHAT/1.0\r\nPAYLOAD_LEN: ";

    private final Socket socket;
    private final InputStream in;

    TcpWire(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        in = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public void send(String payload) throws IOException {
        sendFrame(payload.getBytes(UTF_8));
    }

    /** Sends a payload that may not be text. */
    void sendFrame(byte[] payload) throws IOException {
        send((HEADER + payload.length + "\r\n\r\n").getBytes(US_ASCII), payload);
    }

    /** Sends octets as they are. */
    void send(byte[]... octets) throws IOException {
        for (byte[] some : octets) {
            socket.getOutputStream().write(some);
        }
    }

    /** Ends the client's own direction only. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public String receive() throws IOException {
        expect(HEADER);
        int length = 0;
        int octet = read();
        while (octet != '\r') {
            if (octet < '0' || octet > '9') {
                throw new IOException("not a digit in PAYLOAD_LEN: " + octet);
            }
            length = length * 10 + octet - '0';
            octet = read();
        }
        expect("\n\r\n");
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new IOException("cut in the middle of a payload");
        }
        return new String(payload, UTF_8);
    }

    private void expect(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            int octet = in.read();
            if (octet < 0 && i == 0) {
                throw new EOFException("closed");
            }
            if (octet != text.charAt(i)) {
                throw new IOException("not the header of a frame: " + octet + " for " + text.charAt(i));
            }
        }
    }

    private int read() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new IOException("cut in the middle of a header");
        }
        return octet;
    }

    @Override
    public int closeCode() {
        return 0;
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
