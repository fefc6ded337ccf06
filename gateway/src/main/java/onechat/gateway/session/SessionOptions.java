package onechat.gateway.session;

import java.time.Duration;

/**
 * What an operator can say about sessions (contract section 3). Immutable.
 *
 * @param heartbeat whole seconds; who is silent for three of them is closed
 * @param loginTimeout how long a connection may be without a login
 * @param commandRate commands a second and connection, with bursts of five times as many; 0 for no limit
 * @param maxOutboxBytes what may wait for a client that does not read, before it is cut off (section 7)
 */
public record SessionOptions(Duration heartbeat, Duration loginTimeout, int commandRate, int maxOutboxBytes) {
    /** The bound of section 7: 1 MiB. */
    public static final int DEFAULT_MAX_OUTBOX_BYTES = 1_048_576;

    public SessionOptions {
        if (heartbeat.compareTo(Duration.ofSeconds(1)) < 0 || loginTimeout.isNegative() || loginTimeout.isZero()) {
            throw new IllegalArgumentException("a heartbeat takes at least a second, and a login some time");
        }
        if (commandRate < 0 || maxOutboxBytes < 1) {
            throw new IllegalArgumentException("a rate is not negative, and an outbox has room for an octet");
        }
    }
}
