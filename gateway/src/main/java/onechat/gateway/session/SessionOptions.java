package onechat.gateway.session;

import java.time.Duration;

/**
 * What an operator can say about sessions (contract section 3). Immutable.
 *
 * @param heartbeat whole seconds; who is silent for three of them is closed
 * @param loginTimeout how long a connection may be without a login
 * @param commandRate commands a second and connection, with bursts of five times as many; 0 for no limit
 * @param maxOutboxBytes what may wait for a client that does not read, before it is cut off (section 7); 0 for no limit
 * @param maxConnections how many may be open at once; 0 for no limit
 * @param maxConnectionsPerAddress the same for one IP address or, with IPv6, one network of 64 bits; 0 for no limit
 * @param writeTimeout how long one write to a client may take, before it is cut off; zero for no limit
 * @param resumeWindow how long a session waits for its client to come back (section 4); zero where none does
 */
public record SessionOptions(
        Duration heartbeat,
        Duration loginTimeout,
        int commandRate,
        int maxOutboxBytes,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration writeTimeout,
        Duration resumeWindow) {
    /** The bound of section 7: 1 MiB. */
    public static final int DEFAULT_MAX_OUTBOX_BYTES = 1_048_576;

    public SessionOptions {
        if (heartbeat.compareTo(Duration.ofSeconds(1)) < 0 || loginTimeout.isNegative() || loginTimeout.isZero()) {
            throw new IllegalArgumentException("a heartbeat takes at least a second, and a login some time");
        }
        if (commandRate < 0
                || maxOutboxBytes < 0
                || maxConnections < 0
                || maxConnectionsPerAddress < 0
                || writeTimeout.isNegative()
                || resumeWindow.isNegative()) {
            throw new IllegalArgumentException("no limit is negative");
        }
    }
}
