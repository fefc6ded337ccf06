package onechat.gateway.baseline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import onechat.protocol.FrameEncoder;
import org.jspecify.annotations.Nullable;

/** The arrays by which an event loop's connections hand octets between Netty's buffers and the project's codec. Confined to that event loop. */
final class LoopBuffers {
    private static final int BYTES = 65_536;
    private static final int LEAST_BYTES = 1_024;

    private static final FastThreadLocal<LoopBuffers> OF_LOOP = new FastThreadLocal<>() {
        @Override
        protected LoopBuffers initialValue() {
            return new LoopBuffers();
        }
    };

    private final byte[] incoming = new byte[BYTES];
    private final byte[] outgoing = new byte[BYTES];

    private LoopBuffers() {}

    /** Those of the event loop that calls. */
    static LoopBuffers ofThisLoop() {
        return OF_LOOP.get();
    }

    /** For what was read, until it is decoded. */
    byte[] incoming() {
        return incoming;
    }

    /** Puts a frame behind those that a batch has gathered; the first brings the buffer. */
    ByteBuf add(byte[] payload, @Nullable ByteBuf gathered, ByteBufAllocator allocator) {
        int length = FrameEncoder.frameBytes(payload.length);
        ByteBuf target = gathered == null ? allocator.directBuffer(Math.max(LEAST_BYTES, length)) : gathered;
        if (length > outgoing.length) {
            return target.writeBytes(FrameEncoder.frame(payload));
        }
        FrameEncoder.write(payload, outgoing, 0);
        return target.writeBytes(outgoing, 0, length);
    }

    /** One frame in a buffer of its own; for any thread. */
    static ByteBuf frame(byte[] payload, ByteBufAllocator allocator) {
        byte[] frame = FrameEncoder.frame(payload);
        return allocator.directBuffer(frame.length).writeBytes(frame);
    }
}
