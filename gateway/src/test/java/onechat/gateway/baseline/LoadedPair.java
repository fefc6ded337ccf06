package onechat.gateway.baseline;

import java.io.IOException;

/**
 * Two clients of a server under load, of whom one sends the other candidates, numbered from 0. {@link #send} and {@link #awaitAcks} are for one thread,
 * {@link #receive} for another, {@link #close} for any.
 *
 * <p>Each method checks that what comes is what has to come next: nothing lost, doubled or out of order.
 */
interface LoadedPair extends AutoCloseable {
    /** Sends so many more candidates in one write, at least one. */
    void send(int count) throws IOException;

    /** Blocks until some candidates more are acked, and says how many. */
    int awaitAcks() throws IOException;

    /** Blocks until some candidates more have arrived, and says how many. */
    int receive() throws IOException;

    @Override
    void close() throws IOException;
}
