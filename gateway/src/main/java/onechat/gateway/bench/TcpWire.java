package onechat.gateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.LongAdder;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FrameDecoder.PayloadConsumer;
import onechat.protocol.FrameEncoder;
import onechat.protocol.FramingException;

/** A native client's connection: frames over a socket (contract section 1.1). As {@link Wire} says. */
final class TcpWire implements Wire {
    private final Network network;
    private final InputStream in;
    private final OutputBuffer out;
    private final byte[] buffer;
    private final FrameDecoder decoder = new FrameDecoder(Network.MOST_PAYLOAD_BYTES);
    private final LongAdder traffic;

    TcpWire(Network network, int bufferBytes, LongAdder traffic) throws IOException {
        this.network = network;
        this.in = network.in();
        this.out = new OutputBuffer(network.out(), traffic);
        this.traffic = traffic;
        this.buffer = new byte[bufferBytes];
    }

    @Override
    public boolean read(PayloadConsumer consumer) throws IOException {
        int length = in.read(buffer, 0, buffer.length);
        if (length < 0) {
            return false;
        }
        traffic.add(length);
        try {
            decoder.feed(buffer, 0, length, consumer);
        } catch (FramingException fault) {
            throw new IOException("the server does not speak ONECHAT/1.0 here: " + fault.getMessage(), fault);
        }
        return true;
    }

    @Override
    public void add(byte[] octets, int offset, int length) throws IOException {
        int at = out.reserve(FrameEncoder.frameBytes(length));
        FrameEncoder.write(octets, offset, length, out.octets(), at);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() {
        network.close();
    }
}
