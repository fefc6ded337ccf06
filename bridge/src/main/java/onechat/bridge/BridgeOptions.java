package onechat.bridge;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import onechat.protocol.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides about the WebSocket edge, checked on construction. Immutable.
 *
 * @param bindAddress where to listen
 * @param port the TCP port to listen on, 0 to 65535; 0 takes a free one
 * @param allowedOrigins the origins whose pages may connect, each {@code scheme://host} or {@code scheme://host:port};
 *     empty lets in the pages of the same host and port only (contract section 1.2)
 * @param maxPayloadBytes the greatest payload that a client may send, in octets, 1 to 16,777,216 (contract section 1.2)
 * @param heartbeat the time between two WebSocket pings to one client, from 10 ms to 1 hour (contract section 1.2)
 * @param httpTimeout how long an HTTP connection may go without a new whole request, and a response may take, from 10 ms to
 *     1 hour; WebSocket connections are not meant
 * @param tls gives the context for each new TLS handshake, by any thread, always one that is ready; null serves without TLS
 */
public record BridgeOptions(
        InetAddress bindAddress,
        int port,
        Set<String> allowedOrigins,
        int maxPayloadBytes,
        Duration heartbeat,
        Duration httpTimeout,
        @Nullable Supplier<SSLContext> tls) {
    private static final int GREATEST_PAYLOAD_BYTES = 16_777_216;
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** @throws IllegalArgumentException if a value is out of its range; the message names it, for a person */
    public BridgeOptions {
        check(port >= 0 && port <= 65_535, "port must be from 0 to 65535, not " + port);
        check(
                maxPayloadBytes >= 1 && maxPayloadBytes <= GREATEST_PAYLOAD_BYTES,
                "maxPayloadBytes must be from 1 to " + GREATEST_PAYLOAD_BYTES + ", not " + maxPayloadBytes);
        check(isInRange(heartbeat), "heartbeat must be from 10 ms to 1 hour, not " + heartbeat);
        check(isInRange(httpTimeout), "httpTimeout must be from 10 ms to 1 hour, not " + httpTimeout);
        allowedOrigins = Set.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            check(Origin.of(origin) != null, "not an origin such as https://chat.example.org: " + origin);
        }
    }

    /** Without TLS, same origin, payloads up to 65,536 octets, a ping every 25 s, and 30 s for an HTTP request. */
    public static BridgeOptions on(InetAddress bindAddress, int port) {
        return new BridgeOptions(
                bindAddress,
                port,
                Set.of(),
                Limits.DEFAULT_MAX_PAYLOAD_BYTES,
                Duration.ofSeconds(25),
                Duration.ofSeconds(30),
                null);
    }

    /** The same with TLS 1.2 and 1.3, and nothing without TLS. */
    public BridgeOptions withTls(Supplier<SSLContext> contexts) {
        return new BridgeOptions(bindAddress, port, allowedOrigins, maxPayloadBytes, heartbeat, httpTimeout, contexts);
    }

    private static boolean isInRange(Duration duration) {
        return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
