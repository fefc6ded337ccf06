package onechat.gateway.bench;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Connects to a server, from as many addresses of this machine as so many connections need. Used by many threads at once. */
final class Dialer {
    /**
     * From one address a machine has some 28,000 ports for connections to the same place, and a server usually takes 16,384 connections
     * of one address.
     */
    static final int MOST_OF_ADDRESS = 16_000;

    private static final int TIMEOUT_MILLIS = (int) TimeUnit.SECONDS.toMillis(30);

    private final Target target;
    private final int addresses;
    private final int bufferBytes;
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder traffic = new LongAdder();

    /**
     * A dialer that has connected nothing.
     *
     * @param connections how many are wanted
     * @param bufferBytes what each reads into
     */
    Dialer(Target target, int connections, int bufferBytes) {
        this.target = target;
        this.addresses = isLoopback(target) ? (connections + MOST_OF_ADDRESS - 1) / MOST_OF_ADDRESS : 1;
        this.bufferBytes = bufferBytes;
    }

    /** On loopback every address that begins with 127 is this machine's; elsewhere it may have no more than one. */
    private static boolean isLoopback(Target target) {
        InetAddress address = target.address().getAddress();
        return address instanceof Inet4Address && address.isLoopbackAddress();
    }

    Target target() {
        return target;
    }

    /** Octets that all connections have read and written so far, without those of TLS. */
    long octets() {
        return traffic.sum();
    }

    /**
     * A new connection.
     *
     * @throws IOException when the server can't be reached, or does not speak what it is asked to
     */
    Wire dial() throws IOException {
        Socket socket = new Socket();
        boolean dialled = false;
        try {
            if (addresses > 1) {
                int number = 1 + connections.getAndIncrement() % addresses;
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) number}), 0));
            }
            socket.setTcpNoDelay(true);
            socket.connect(target.address(), TIMEOUT_MILLIS);
            Wire wire = wire(new Network(socket, target.tls() == null ? socket : secured(socket, target.tls())));
            dialled = true;
            return wire;
        } finally {
            if (!dialled) {
                socket.close();
            }
        }
    }

    private Wire wire(Network network) throws IOException {
        if (target.path() == null) {
            return new TcpWire(network, bufferBytes, traffic);
        }
        WebSocketHandshake shaken = WebSocketHandshake.over(network, target.authority(), target.path());
        return new WebSocketWire(network, shaken, bufferBytes, traffic);
    }

    private SSLSocket secured(Socket socket, SSLSocketFactory tls) throws IOException {
        SSLSocket secured = (SSLSocket)
                tls.createSocket(socket, target.host(), target.address().getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
