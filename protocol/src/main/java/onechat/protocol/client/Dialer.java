package onechat.protocol.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Opens a client's sockets, one after the other. One thread at a time dials, and blocks; {@link #close} is for any. */
final class Dialer {
    private final ClientOptions options;
    private final Object lock = new Object();
    private Socket inUse = new Socket();
    private boolean closed;

    Dialer(ClientOptions options) {
        this.options = options;
    }

    /**
     * An open connection's sockets.
     *
     * @param network the TCP socket, which can be closed without waiting for anybody
     * @param spoken what is read and written: the same socket, or TLS over it
     */
    record Line(Socket network, Socket spoken) {
        /** Ends the connection at once. */
        void cut() {
            // Not the TLS socket over it, whose close would wait for a write that hangs.
            Dialer.cut(network);
        }
    }

    /**
     * Blocks until the first address that can be reached has answered.
     *
     * @param atMost how long that may take over all addresses, the look-up of the host's name left out
     * @param silence how long the server may say nothing at first
     */
    Line dial(Duration atMost, Duration silence) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(options.host());
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        IOException failed = null;
        for (InetAddress address : addresses) {
            try {
                return open(address, deadlineNanos, silence);
            } catch (IOException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        throw failed == null ? new UnknownHostException(options.host()) : failed;
    }

    private Line open(InetAddress address, long deadlineNanos, Duration silence) throws IOException {
        SSLSocketFactory tls = options.sockets() instanceof SSLSocketFactory factory ? factory : null;
        Socket network = tls == null ? options.sockets().createSocket() : new Socket();
        Deadline deadline = Deadline.watching(network, deadlineNanos - System.nanoTime());
        boolean open = false;
        try {
            use(network);
            Line line = new Line(network, spoken(network, address, tls, deadlineNanos));
            line.spoken().setSoTimeout(Math.toIntExact(silence.toMillis()));
            open = deadline.meet();
            if (!open) {
                throw late();
            }
            return line;
        } catch (IOException failed) {
            if (deadline.meet() || failed instanceof SocketTimeoutException) {
                throw failed;
            }
            SocketTimeoutException late = late();
            late.initCause(failed);
            throw late;
        } finally {
            deadline.meet();
            if (!open) {
                network.close();
            }
        }
    }

    private void use(Socket network) throws SocketException {
        synchronized (lock) {
            if (closed) {
                throw new SocketException("the client is closed");
            }
            inUse = network;
        }
    }

    private Socket spoken(Socket network, InetAddress address, @Nullable SSLSocketFactory tls, long deadlineNanos)
            throws IOException {
        network.setTcpNoDelay(true);
        // The one bound on a server that names no heartbeat.
        network.setKeepAlive(true);
        network.connect(new InetSocketAddress(address, options.port()), millisUntil(deadlineNanos));
        Socket spoken = tls == null ? network : tls.createSocket(network, options.host(), options.port(), true);
        if (spoken instanceof SSLSocket socket) {
            shakeHands(socket);
        }
        return spoken;
    }

    /** JSSE by itself checks that a certificate is trusted, but not that it is this host's. */
    private static void shakeHands(SSLSocket socket) throws IOException {
        SSLParameters parameters = socket.getSSLParameters();
        String check = parameters.getEndpointIdentificationAlgorithm();
        if (check == null || check.isEmpty()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
    }

    /** At least 1: to a socket, 0 is for ever. */
    private static int millisUntil(long deadlineNanos) throws SocketTimeoutException {
        long left = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw late();
        }
        return Math.toIntExact(left);
    }

    /** Cuts the socket that was opened last, or is being opened; opens no more. */
    void close() {
        Socket last;
        synchronized (lock) {
            closed = true;
            last = inUse;
        }
        cut(last);
    }

    private static void cut(Socket network) {
        try {
            network.close();
        } catch (IOException e) {
            // Closed all the same.
        }
    }

    private static SocketTimeoutException late() {
        return new SocketTimeoutException("not connected in time");
    }
}
