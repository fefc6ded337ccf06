package onechat.protocol.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens the socket of a connection, within one time-out for all addresses of the host. Used by one thread for one connection. */
final class Dialer {
    private final ClientOptions options;
    private final long deadlineNanos;

    Dialer(ClientOptions options) {
        this.options = options;
        this.deadlineNanos = System.nanoTime() + options.connectTimeout().toNanos();
    }

    /**
     * An open connection's sockets.
     *
     * @param network the TCP socket, which can be closed without waiting for anybody
     * @param spoken what is read and written: the same socket, or TLS over it
     */
    record Line(Socket network, Socket spoken) {}

    /** Blocks until the first address that can be reached has answered. */
    Line dial() throws IOException {
        IOException failed = null;
        for (InetAddress address : InetAddress.getAllByName(options.host())) {
            try {
                return open(address);
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

    private Line open(InetAddress address) throws IOException {
        SSLSocketFactory tls = options.sockets() instanceof SSLSocketFactory factory ? factory : null;
        Socket network = tls == null ? options.sockets().createSocket() : new Socket();
        boolean open = false;
        try {
            network.setTcpNoDelay(true);
            // The one bound on a server that names no heartbeat.
            network.setKeepAlive(true);
            network.connect(new InetSocketAddress(address, options.port()), millisLeft());
            network.setSoTimeout(millisLeft());
            Socket spoken = tls == null ? network : tls.createSocket(network, options.host(), options.port(), true);
            if (spoken instanceof SSLSocket socket) {
                shakeHands(socket);
            }
            spoken.setSoTimeout(Math.toIntExact(options.replyTimeout().toMillis()));
            open = true;
            return new Line(network, spoken);
        } finally {
            if (!open) {
                network.close();
            }
        }
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
    private int millisLeft() throws SocketTimeoutException {
        long left = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("not connected in time");
        }
        return Math.toIntExact(left);
    }
}
