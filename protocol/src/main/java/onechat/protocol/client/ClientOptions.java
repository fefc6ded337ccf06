package onechat.protocol.client;

import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import onechat.protocol.Limits;

/**
 * Where a client connects to, and its bounds. Immutable.
 *
 * @param host the server's name or address
 * @param port 1 to 65535
 * @param sockets makes the sockets; an {@link SSLSocketFactory} makes it TLS, with the server's certificate checked against {@code host}
 * @param connectTimeout how long connecting may take, each time, TLS included, over all addresses of the host, the look-up of its name left out; 1 ms to
 *     an hour
 * @param replyTimeout how long a reply may take, 1 ms to an hour. Before the login it is also how long the server may say nothing
 * @param maxPayloadBytes the longest payload to send, in octets: the server's limit, 1 or more
 * @param resume whether a session outlives its connection, where the server keeps it (contract section 4)
 */
public record ClientOptions(
        String host,
        int port,
        SocketFactory sockets,
        Duration connectTimeout,
        Duration replyTimeout,
        int maxPayloadBytes,
        boolean resume) {
    public ClientOptions {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535");
        }
        requireBounded(connectTimeout);
        requireBounded(replyTimeout);
        if (maxPayloadBytes < 1) {
            throw new IllegalArgumentException("a payload has at least one octet");
        }
    }

    /** Plain TCP, 10 s to connect, 30 s for a reply, payloads up to {@link Limits#DEFAULT_MAX_PAYLOAD_BYTES}, sessions resumed. */
    public static ClientOptions of(String host, int port) {
        return new ClientOptions(
                host,
                port,
                SocketFactory.getDefault(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Limits.DEFAULT_MAX_PAYLOAD_BYTES,
                true);
    }

    /** The same over TLS, trusting what the platform trusts. */
    public ClientOptions withTls() {
        return withSockets(SSLSocketFactory.getDefault());
    }

    /** The same with sockets of another factory. */
    public ClientOptions withSockets(SocketFactory other) {
        return new ClientOptions(host, port, other, connectTimeout, replyTimeout, maxPayloadBytes, resume);
    }

    /** The same with another time to connect. */
    public ClientOptions withConnectTimeout(Duration other) {
        return new ClientOptions(host, port, sockets, other, replyTimeout, maxPayloadBytes, resume);
    }

    /** The same with another time for a reply. */
    public ClientOptions withReplyTimeout(Duration other) {
        return new ClientOptions(host, port, sockets, connectTimeout, other, maxPayloadBytes, resume);
    }

    /** The same with another limit of what is sent. */
    public ClientOptions withMaxPayloadBytes(int other) {
        return new ClientOptions(host, port, sockets, connectTimeout, replyTimeout, other, resume);
    }

    /** The same with sessions that are resumed, or that end with their connections. */
    public ClientOptions withResume(boolean other) {
        return new ClientOptions(host, port, sockets, connectTimeout, replyTimeout, maxPayloadBytes, other);
    }

    private static void requireBounded(Duration time) {
        if (time.toMillis() < 1 || time.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("a time-out is 1 ms to an hour");
        }
    }
}
