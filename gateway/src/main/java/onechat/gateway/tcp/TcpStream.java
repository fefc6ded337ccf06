package onechat.gateway.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import onechat.protocol.connection.EdgeTls;
import org.jspecify.annotations.Nullable;

/**
 * The octets of one native client's connection: its socket's, or those inside TLS over it. {@link #open} and reading are for one thread,
 * writing for one at a time; {@link #cut} is for any, and waits for nobody.
 */
final class TcpStream {
    private final Socket network;
    private final @Nullable SSLSocket tls;
    private final InputStream in;
    private final OutputStream out;
    private volatile boolean open;

    /** @param contexts for TLS; null for none */
    TcpStream(Socket network, @Nullable Supplier<SSLContext> contexts) throws IOException {
        this.network = network;
        this.tls = contexts == null ? null : layer(contexts.get(), network);
        Socket spoken = tls == null ? network : tls;
        this.in = spoken.getInputStream();
        this.out = spoken.getOutputStream();
        this.open = tls == null;
    }

    private static SSLSocket layer(SSLContext context, Socket network) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(network, null, true);
        socket.setUseClientMode(false);
        socket.setSSLParameters(EdgeTls.parameters());
        return socket;
    }

    /** Shakes hands, once, where TLS is spoken; blocks for as long as the client takes, or until it is cut. */
    void open() throws IOException {
        if (tls != null && !open) {
            tls.startHandshake();
        }
        open = true;
    }

    int read(byte[] buffer) throws IOException {
        // Never more than fits: the JDK would allocate the rest for nothing.
        return in.read(buffer, 0, buffer.length);
    }

    /** Writes octets, and fails at once before hands are shaken: a writer would wait for the client, and nobody for the writer. */
    void write(byte[] octets, int length) throws IOException {
        if (!open) {
            throw new IOException("no TLS yet");
        }
        out.write(octets, 0, length);
    }

    /** Whether {@link #endOutput} may block: it has something to send. */
    boolean endsWithWords() {
        return tls != null;
    }

    /** Ends the server's direction, so that the client knows that it has everything. */
    void endOutput() throws IOException {
        if (tls != null) {
            tls.shutdownOutput();
        } else {
            network.shutdownOutput();
        }
    }

    /** Ends everything at once: whoever reads or writes fails. Under TLS too it is the socket, since TLS would wait for a writer. */
    void cut() throws IOException {
        network.close();
    }

    String remoteAddress() {
        return network.getInetAddress().getHostAddress();
    }
}
