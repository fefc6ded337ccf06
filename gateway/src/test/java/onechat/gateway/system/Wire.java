package onechat.gateway.system;

import java.io.IOException;

/** One client's connection, as bare as its transport allows. Used by one thread. */
interface Wire extends AutoCloseable {
    /** How long a test waits for what must come; it says how long a failure takes, never whether a test passes. */
    int PATIENCE_SECONDS = 20;

    /** Sends one payload. */
    void send(String payload) throws IOException;

    /** The next payload; blocks. An {@link java.io.EOFException} when the server closed instead. */
    String receive() throws IOException;

    /** The WebSocket close code after {@link #receive} said that it is over; 0 over TCP. */
    int closeCode();

    /** Cuts the connection without a word, as a phone that leaves the network does. */
    void cut() throws IOException;

    @Override
    void close() throws IOException;
}
