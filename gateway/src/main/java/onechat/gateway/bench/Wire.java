package onechat.gateway.bench;

import java.io.IOException;
import onechat.protocol.FrameDecoder.PayloadConsumer;

/**
 * One connection to a server, on which payloads go out and come in. One thread reads; one at a time writes; {@link #close} is for any.
 */
interface Wire extends AutoCloseable {
    /**
     * Waits for octets, and hands on the payloads that they complete.
     *
     * @return false at the end of the connection
     * @throws IOException when it broke, or what came is no payload
     */
    boolean read(PayloadConsumer consumer) throws IOException;

    /** Puts a payload behind those that wait to be written; writes them first where they are many. */
    void add(byte[] octets, int offset, int length) throws IOException;

    /** Writes what waits, in one go. */
    void flush() throws IOException;

    /** Cuts the connection. */
    @Override
    void close();
}
