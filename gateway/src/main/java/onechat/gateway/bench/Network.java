package onechat.gateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** The octets of one connection: a socket's, or those inside TLS over it. As {@link Wire} says. */
final class Network implements AutoCloseable {
    /** The most that a server may be set to, and what relays grow by. */
    static final int MOST_PAYLOAD_BYTES = 262_144 + 64;

    private final Socket network;
    private final Socket spoken;

    /**
     * A connection.
     *
     * @param network the socket
     * @param spoken the same, or TLS over it
     */
    Network(Socket network, Socket spoken) {
        this.network = network;
        this.spoken = spoken;
    }

    InputStream in() throws IOException {
        return spoken.getInputStream();
    }

    OutputStream out() throws IOException {
        return spoken.getOutputStream();
    }

    /** Under TLS too it is the socket that is closed: TLS would wait for whoever writes. */
    @Override
    public void close() {
        try {
            network.close();
        } catch (IOException e) {
            // There is nothing left to close.
            assert network.isClosed() : e;
        }
    }
}
