package onechat.protocol.connection;

import onechat.protocol.ErrorCode;

/**
 * What one connection brings, in the order it happens. Called by one thread at a time, the connection's reader, which may be
 * blocked here for as long as a command takes: nobody else waits for it.
 */
public interface ConnectionListener {
    /**
     * A whole payload came.
     *
     * @param octets holds the payload; it belongs to the edge again as soon as this returns
     * @param offset where in {@code octets} the payload begins
     * @param length its octets, from 1 to the greatest payload; 0 for an empty WebSocket message
     */
    void payload(byte[] octets, int offset, int length);

    /** The peer is alive though it sent no payload (a WebSocket pong). */
    void heard();

    /** Everything that one read from the network brought was handed over; the place to flush what it caused. */
    void batchEnd();

    /**
     * The edge can't read on (contract sections 1.1 and 1.2): the listener answers with one {@code error} and closes the
     * connection with {@code reason}. Nothing but {@link #closed} follows.
     *
     * @param code what the error says
     * @param msg its text, for a person; quotes nothing that the peer sent
     */
    void fault(ErrorCode code, String msg, CloseReason reason);

    /** The connection is gone, whoever ended it. Called exactly once, last. */
    void closed();
}
