package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import onechat.gateway.session.Sessions;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FrameEncoder;
import onechat.protocol.FramingException;
import onechat.protocol.Limits;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionListener;

/**
 * A client without a network, which frames what it sends, and of what it gets only counts the payloads. It sends on one thread; the server may write on
 * any.
 */
final class CountingClient implements Connection {
    private final FrameDecoder decoder = new FrameDecoder(Limits.DEFAULT_MAX_PAYLOAD_BYTES);
    private final byte[] network = new byte[16_384];
    private final ConnectionListener listener;
    private long sent;
    private volatile long got;

    CountingClient(Sessions sessions) {
        listener = sessions.accept(this);
    }

    /** Sends a payload in which apostrophes stand for quotation marks. */
    void says(String payload) throws FramingException {
        sends(FrameEncoder.frame(Json.payload(payload).getBytes(UTF_8)));
    }

    /** One read from the network brings a frame. */
    void sends(byte[] frame) throws FramingException {
        decoder.feed(frame, 0, frame.length, listener::payload);
        listener.batchEnd();
        sent++;
    }

    /** How many frames it has sent. */
    long sent() {
        return sent;
    }

    /** How many payloads it has got. */
    long got() {
        return got;
    }

    /** Waits until it has got so many; without a pause, as that would take longer than the relay. */
    void awaitGot(long payloads) {
        while (got < payloads) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("got " + got + " of " + payloads);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void write(List<byte[]> payloads) {
        int at = 0;
        for (byte[] payload : payloads) {
            at = FrameEncoder.write(payload, network, at);
        }
        synchronized (this) {
            got += payloads.size();
        }
    }

    @Override
    public void close(CloseReason reason) {
        throw new AssertionError("closed: " + reason);
    }

    @Override
    public void abort() {
        throw new AssertionError("cut");
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.1";
    }
}
