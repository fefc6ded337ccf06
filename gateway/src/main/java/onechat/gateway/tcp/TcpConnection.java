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
    /** Enough for a heartbeat's {@code ping}: what a connection keeps on which little else comes. */
    private static final int QUIET_BYTES = 96;
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

    /** @param nanoClock monotonic, in nanoseconds */
    TcpConnection(TcpStream stream, int maxPayloadBytes, BufferPool buffers, LongSupplier nanoClock) {
        this.stream = stream;
        this.buffers = buffers;
        this.nanoClock = nanoClock;
        this.decoder = new FrameDecoder(maxPayloadBytes);
    }

    /** Reads until the connection ends, whoever ends it. The listener's time begins before TLS does, so it bounds that too. */
    void run(ConnectionAcceptor acceptor) {
        ConnectionListener listener = acceptor.accept(this);
        try {
            stream.open();
            readAll(listener);
            answerEnd();
        } catch (IOException broken) {
            LOG.debug("a connection broke: {}", broken.toString());
        } finally {
            abort();
            listener.closed();
        }
    }

    private void readAll(ConnectionListener listener) throws IOException {
        byte[] resident = new byte[BUSY_BYTES];
        byte[] larger = null;
        long readNanos = nanoClock.getAsLong();
        try {
            while (true) {
                byte[] buffer = larger == null ? resident : larger;
                int length = stream.read(buffer);
                if (length < 0) {
                    return;
                }
                long now = nanoClock.getAsLong();
                resident = residentFor(now - readNanos, resident);
                readNanos = now;
                handOver(buffer, length, listener);
                if (length == buffer.length && larger == null) {
                    larger = buffers.borrow();
                } else if (length < buffer.length && larger != null) {
                    buffers.giveBack(larger);
                    larger = null;
                }
            }
        } finally {
            if (larger != null) {
                buffers.giveBack(larger);
            }
        }
    }

    private static byte[] residentFor(long nanosWithoutOctets, byte[] resident) {
        int bytes = nanosWithoutOctets > QUIET_NANOS ? QUIET_BYTES : BUSY_BYTES;
        return bytes == resident.length ? resident : new byte[bytes];
    }

    private void handOver(byte[] buffer, int length, ConnectionListener listener) {
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
