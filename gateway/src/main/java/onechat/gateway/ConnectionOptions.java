package onechat.gateway;

import java.time.Duration;
import onechat.gateway.session.SessionOptions;

/**
 * What an operator can say about connections beyond a single command: how many, how slow, and what becomes of their sessions (contract
 * sections 4 and 7). Immutable.
 *
 * @param maxConnections the most that are open at once; 0 for no limit
 * @param maxConnectionsPerAddress the same for one IP address or, with IPv6, one network of 64 bits; 0 for no limit
 * @param maxOutboxBytes what may wait for a client that does not read; 0 for no limit
 * @param writeTimeout how long one write to a client may take; zero for no limit
 * @param resumeWindow how long a session waits for its client to come back; whole seconds; zero where none does
 * @param drainTimeout how long clients have to hear the last message when the server stops
 */
public record ConnectionOptions(
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxOutboxBytes,
        Duration writeTimeout,
        Duration resumeWindow,
        Duration drainTimeout) {
    static final Range CONNECTIONS = new Range(0, 10_000_000);
    static final Range OUTBOX_BYTES = new Range(0, 64 * 1_048_576);
    static final Range WRITE_SECONDS = new Range(0, 3_600);
    static final Range RESUME_SECONDS = new Range(0, 3_600);
    static final Range DRAIN_SECONDS = new Range(1, 300);

    /** One address can have an eighth of all, so that it shuts nobody else out. */
    static final ConnectionOptions DEFAULT = new ConnectionOptions(
            131_072,
            16_384,
            SessionOptions.DEFAULT_MAX_OUTBOX_BYTES,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));

    /**
     * Checks every value.
     *
     * @throws InvalidOptionException for the first that can't be
     */
    public ConnectionOptions {
        CONNECTIONS.check("max-connections", maxConnections);
        CONNECTIONS.check("max-connections-per-address", maxConnectionsPerAddress);
        OUTBOX_BYTES.check("max-outbox", maxOutboxBytes);
        WRITE_SECONDS.checkSeconds("write-timeout", writeTimeout);
        RESUME_SECONDS.checkSeconds("resume-window", resumeWindow);
        DRAIN_SECONDS.checkSeconds("drain-timeout", drainTimeout);
        if (resumeWindow.toNanosPart() != 0) {
            throw new InvalidOptionException("resume-window", "must be whole seconds, not " + resumeWindow);
        }
    }

    /** The same with another number of connections. */
    public ConnectionOptions withMaxConnections(int other) {
        return new ConnectionOptions(
                other, maxConnectionsPerAddress, maxOutboxBytes, writeTimeout, resumeWindow, drainTimeout);
    }

    /** The same with another number of connections of one address. */
    public ConnectionOptions withMaxConnectionsPerAddress(int other) {
        return new ConnectionOptions(maxConnections, other, maxOutboxBytes, writeTimeout, resumeWindow, drainTimeout);
    }

    /** The same with another bound of what waits for a client. */
    public ConnectionOptions withMaxOutboxBytes(int other) {
        return new ConnectionOptions(
                maxConnections, maxConnectionsPerAddress, other, writeTimeout, resumeWindow, drainTimeout);
    }

    /** The same with another time for a write. */
    public ConnectionOptions withWriteTimeout(Duration other) {
        return new ConnectionOptions(
                maxConnections, maxConnectionsPerAddress, maxOutboxBytes, other, resumeWindow, drainTimeout);
    }

    /** The same with another time to come back. */
    public ConnectionOptions withResumeWindow(Duration other) {
        return new ConnectionOptions(
                maxConnections, maxConnectionsPerAddress, maxOutboxBytes, writeTimeout, other, drainTimeout);
    }

    /** The same with another time to stop. */
    public ConnectionOptions withDrainTimeout(Duration other) {
        return new ConnectionOptions(
                maxConnections, maxConnectionsPerAddress, maxOutboxBytes, writeTimeout, resumeWindow, other);
    }
}
