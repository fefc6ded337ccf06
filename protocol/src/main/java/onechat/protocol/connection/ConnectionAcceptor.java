package onechat.protocol.connection;

/** Takes each new connection of an edge in. Called by any thread, for many connections at once. */
public interface ConnectionAcceptor {
    /** A connection was opened; what comes on it goes to the listener returned. Does not block. */
    ConnectionListener accept(Connection connection);
}
