package onechat.gateway.tcp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FrameEncoder;
import onechat.protocol.FramingException;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionAcceptor;
import onechat.protocol.connection.ConnectionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One native client's socket: reads frames until it ends, and writes frames (contract section 1.1). The thread in {@link #run} is the one reader; the others
 * as {@link Connection} says.
 */
final class TcpConnection implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    /** Enough for a candidate and its header: what a connection keeps while it waits for the next. */
    private static final int BUSY_BYTES = 512;
    /** Enough for a dozen candidates: what one keeps that had several at once, each read of which costs two writes. */
    private static final int BURST_BYTES = 4_096;
    /** What a connection keeps on which nothing but heartbeats comes: the rest of one is read into a larger buffer. */
    private static final int QUIET_BYTES = 32;
    /** So long after the octets before, those that come are a quiet connection's. */
    private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();
    /** How long the client may go on sending after the server ended its own direction. */
    private static final Duration READ_ON = Duration.ofSeconds(1);

    private final TcpStream stream;
    private final BufferPool buffers;
    private final LongSupplier nanoClock;
    private final FrameDecoder decoder;
    private volatile boolean closing;
    private boolean faulty;
    /** Set before it is read, and then the one reader's. */
    @SuppressWarnings("NullAway.Init")
    private ConnectionListener listener;

    /** @param nanoClock monotonic, in nanoseconds */
    TcpConnection(TcpStream stream, int maxPayloadBytes, BufferPool buffers, LongSupplier nanoClock) {
        this.stream = stream;
        this.buffers = buffers;
        this.nanoClock = nanoClock;
        this.decoder = new FrameDecoder(maxPayloadBytes);
    }

    /**
     * Reads until the connection ends, whoever ends it, or until another thread goes on with that. The listener's time begins before TLS does,
     * so it bounds that too.
     */
    void run(ConnectionAcceptor acceptor) {
        listener = acceptor.accept(this);
        readOn(BUSY_BYTES);
    }

    /**
     * A thread that waits keeps as much of its stack as it was deep ever since it began, and a part of it twice once that has grown old. So what
     * is quiet is read by a new one: the old one has come to its end in here.
     *
     * @param residentBytes what to read into
     */
    private void readOn(int residentBytes) {
        boolean over = true;
        try {
            stream.open();
            over = readAll(new byte[residentBytes]);
            if (over) {
                answerEnd();
            }
        } catch (IOException broken) {
            LOG.debug("a connection broke: {}", broken.toString());
        } catch (RuntimeException bug) {
            LOG.error("a connection failed", bug);
        } finally {
            if (over) {
                abort();
                listener.closed();
            }
        }
        if (!over) {
            Thread.ofVirtual().name("tcp-reader").start(() -> readOn(QUIET_BYTES));
        }
    }

    /** Returns true at the client's end, false once it turned out to be quiet. */
    private boolean readAll(byte[] resident) throws IOException {
        byte[] larger = null;
        boolean quiet = false;
        long readNanos = nanoClock.getAsLong();
        try {
            while (true) {
                byte[] buffer = larger == null ? resident : larger;
                int length = stream.read(buffer);
                if (length < 0) {
                    return true;
                }
                long now = nanoClock.getAsLong();
                quiet = now - readNanos > QUIET_NANOS || (quiet && larger != null);
                readNanos = now;
                handOver(buffer, length);
                if (length < buffer.length) {
                    if (quiet) {
                        return false;
                    }
                    if (larger != null) {
                        buffers.giveBack(larger);
                        larger = null;
                    }
                    if (resident.length < BUSY_BYTES) {
                        resident = new byte[BUSY_BYTES];
                    }
                } else if (resident.length == BUSY_BYTES) {
                    resident = new byte[BURST_BYTES];
                } else if (larger == null) {
                    larger = buffers.borrow();
                }
            }
        } finally {
            if (larger != null) {
                buffers.giveBack(larger);
            }
        }
    }

    private void handOver(byte[] buffer, int length) {
        if (closing || faulty) {
            return; // only read on, so that no reset overtakes the last message
        }
        try {
            decoder.feed(buffer, 0, length, listener::payload);
            listener.batchEnd();
        } catch (FramingException fault) {
            faulty = true;
            listener.fault(fault.code(), String.valueOf(fault.getMessage()), CloseReason.AFTER_ERROR);
        }
    }

    @Override
    public void write(List<byte[]> payloads) throws IOException {
        byte[] buffer = buffers.borrow();
        try {
            int at = 0;
            for (byte[] payload : payloads) {
                int frameBytes = FrameEncoder.frameBytes(payload.length);
                if (at + frameBytes > buffer.length) {
                    stream.write(buffer, at);
                    at = 0;
                }
                if (frameBytes > buffer.length) {
                    stream.write(FrameEncoder.frame(payload), frameBytes);
                } else {
                    at = FrameEncoder.write(payload, buffer, at);
                }
            }
            stream.write(buffer, at);
        } finally {
            buffers.giveBack(buffer);
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (closing) {
            return;
        }
        closing = true;
        Thread.ofVirtual().name("tcp-read-on").start(this::abortAfterReadingOn);
        if (stream.endsWithWords()) {
            Thread.ofVirtual().name("tcp-end").start(this::endOutput);
        } else {
            endOutput();
        }
    }

    /** The client has ended its direction: under TLS it is told that nothing was cut off of the server's. */
    private void answerEnd() {
        if (stream.endsWithWords() && !closing) {
            Thread cutter = Thread.ofVirtual().name("tcp-end").start(this::abortAfterReadingOn);
            endOutput();
            cutter.interrupt();
        }
    }

    private void endOutput() {
        try {
            stream.endOutput();
        } catch (IOException alreadyGone) {
            LOG.trace("nothing left to end: {}", alreadyGone.toString());
        }
    }

    private void abortAfterReadingOn() {
        try {
            Thread.sleep(READ_ON);
        } catch (InterruptedException ended) {
            return;
        }
        abort();
    }

    @Override
    public void abort() {
        try {
            stream.cut();
        } catch (IOException alreadyGone) {
            LOG.trace("nothing left to close: {}", alreadyGone.toString());
        }
    }

    @Override
    public String remoteAddress() {
        return stream.remoteAddress();
    }
}
