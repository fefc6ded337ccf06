package onechat.gateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.LongAdder;
import onechat.gateway.bench.WebSocketFrames.Control;
import onechat.protocol.FrameDecoder.PayloadConsumer;

/** A browser's connection: text messages over WebSocket (RFC 6455, contract section 1.2). As {@link Wire} says. */
final class WebSocketWire implements Wire {
    private final Network network;
    private final InputStream in;
    private final OutputBuffer out;
    private final WebSocketFrames frames;
    private final LongAdder traffic;

    /** One that has shaken hands. */
    WebSocketWire(Network network, WebSocketHandshake shaken, int bufferBytes, LongAdder traffic) throws IOException {
        this.network = network;
        this.in = network.in();
        this.out = new OutputBuffer(network.out(), traffic);
        this.traffic = traffic;
        this.frames = new WebSocketFrames(bufferBytes, shaken.rest());
    }

    @Override
    public boolean read(PayloadConsumer consumer) throws IOException {
        int length = frames.waiting() ? 0 : in.read(frames.buffer(), frames.end(), frames.room());
        if (length < 0) {
            return false;
        }
        traffic.add(length);
        return frames.take(length, consumer, this::answer);
    }

    /** Pings are answered at once, and a close with a close. */
    private void answer(Control control, byte[] octets, int offset, int length) throws IOException {
        synchronized (out) {
            addFrame(control == Control.PING ? WebSocketFrames.PONG : WebSocketFrames.CLOSE, octets, offset, length);
            out.flush();
        }
    }

    @Override
    public void add(byte[] octets, int offset, int length) throws IOException {
        synchronized (out) {
            addFrame(WebSocketFrames.TEXT, octets, offset, length);
        }
    }

    private void addFrame(int opcode, byte[] octets, int offset, int length) throws IOException {
        int at = out.reserve(WebSocketFrames.frameBytes(length));
        WebSocketFrames.write(opcode, octets, offset, length, out.octets(), at);
    }

    @Override
    public void flush() throws IOException {
        synchronized (out) {
            out.flush();
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
