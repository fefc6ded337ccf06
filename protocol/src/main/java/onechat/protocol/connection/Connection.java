package onechat.protocol.connection;

import java.io.IOException;
import java.util.List;

/**
 * One open connection of a client, on whichever transport, that takes payloads. {@link #write} and {@link #close} are
 * called by one thread at a time; {@link #abort} and the views may be called by any thread at any time.
 */
public interface Connection {
    /**
     * Sends payloads in order, each framed as the transport does it, and blocks until the transport has taken them all.
     *
     * @param payloads UTF-8 JSON objects, not changed by anybody afterwards
     * @throws IOException when the connection is broken or was aborted; how much arrived is then unknown
     */
    void write(List<byte[]> payloads) throws IOException;

    /**
     * Ends the connection after what was written: ends the server's own direction, reads on for up to a second and drops what comes, so
     * that no reset overtakes the last message (contract section 1.1). Does not block. The listener's
     * {@link ConnectionListener#closed} follows. A second call changes nothing.
     */
    void close(CloseReason reason);

    /** Cuts the connection at once; a {@link #write} under way fails. The listener's {@link ConnectionListener#closed} follows. */
    void abort();

    /** The peer's IP address as text, without the port. */
    String remoteAddress();
}
