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
import javax.net.ssl.SSLSocket;
import onechat.gateway.tls.TestCertificate;

/** A bare socket that speaks ONECHAT/1.0, written from the contract alone, without the product's codec. Used by one thread. */
final class TcpWire implements Wire {
    private static final String HEADER = "ONECHAT/1.0\r\nPAYLOAD_LEN: ";

    private final Socket network;
    private final Socket socket;
    private final InputStream in;

    TcpWire(InetSocketAddress server) throws IOException {
        this(opened(server, PATIENCE_SECONDS));
    }

    /** With another patience than tests have. */
    TcpWire(InetSocketAddress server, int patienceSeconds) throws IOException {
        this(opened(server, patienceSeconds));
    }

    private TcpWire(Socket network) throws IOException {
        this(network, network);
    }

    private TcpWire(Socket network, Socket socket) throws IOException {
        this.network = network;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** The same inside TLS, in one of these versions, or any that the JDK has. */
    static TcpWire overTls(InetSocketAddress server, String... versions) throws IOException {
        Socket network = opened(server, PATIENCE_SECONDS);
        SSLSocket socket = (SSLSocket) TestCertificate.shared()
                .trusting()
                .getSocketFactory()
                .createSocket(network, server.getAddress().getHostAddress(), server.getPort(), true);
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        socket.startHandshake();
        return new TcpWire(network, socket);
    }

    private static Socket opened(InetSocketAddress server, int patienceSeconds) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(patienceSeconds));
        return socket;
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
        network.setSoLinger(true, 0);
        network.close();
    }

    @Override
    public void close() throws IOException {
        network.close(); // under TLS the socket above would wait for the peer
    }
}
