package onechat.gateway.baseline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FramingException;
import onechat.protocol.Limits;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a {@link NettyRelay}: from octets to payloads, and back. Confined to its event loop, but for {@link #tell}.
 *
 * <p>What one read brings goes out as one buffer to the partner and one to the client itself, each written and flushed when the read is complete:
 * one system call each, and at most one task for the partner's event loop.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter {
    private final NettyRelay relay;
    private final Channel channel;
    private final LoopBuffers buffers;
    private final NettyClient client;
    private final FrameDecoder frames = new FrameDecoder(Limits.DEFAULT_MAX_PAYLOAD_BYTES);
    private @Nullable NettyConnection relaysTo;
    private @Nullable ByteBuf relays;
    private @Nullable ByteBuf replies;
    private boolean closing;

    /** Of a channel that was just accepted; called in its event loop. */
    NettyConnection(NettyRelay relay, Channel channel) {
        this.relay = relay;
        this.channel = channel;
        this.buffers = LoopBuffers.ofThisLoop();
        this.client = new NettyClient(relay, this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        ByteBuf in = (ByteBuf) read;
        try {
            byte[] octets = buffers.incoming();
            while (in.isReadable() && !closing) {
                int length = Math.min(in.readableBytes(), octets.length);
                in.readBytes(octets, 0, length);
                frames.feed(octets, 0, length, this::payload);
            }
        } catch (FramingException fault) {
            reply(new Message.Refused(fault.code(), String.valueOf(fault.getMessage()), null, null));
            closing = true;
        } finally {
            in.release();
        }
    }

    private void payload(byte[] octets, int offset, int length) {
        if (!closing) {
            client.take(octets, offset, length);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        writeBatch();
    }

    /** Puts a payload behind those that go to another connection with this batch. */
    void relay(NettyConnection to, byte[] payload) {
        if (to != relaysTo) {
            writeRelays();
            relaysTo = to;
        }
        relays = buffers.add(payload, relays, channel.alloc());
    }

    /** Puts a message behind those that go to the client itself with this batch. */
    void reply(Message message) {
        replies = buffers.add(relay.encoder().encode(message), replies, channel.alloc());
    }

    /** Closes when what the batch has gathered is out; nothing more is read. */
    void closeAfterBatch() {
        closing = true;
    }

    /** Sends what the batch has gathered. */
    void writeBatch() {
        writeRelays();
        ByteBuf own = replies;
        if (own != null) {
            replies = null;
            send(channel, own);
        }
        if (closing) {
            ChannelFuture last = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
            ChannelFuture _ = last.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void writeRelays() {
        ByteBuf gathered = relays;
        NettyConnection to = relaysTo;
        if (gathered != null && to != null) {
            relays = null;
            send(to.channel, gathered);
        }
    }

    private static void send(Channel to, ByteBuf octets) {
        ChannelFuture _ = to.writeAndFlush(octets, to.voidPromise());
    }

    /** Sends a message at once; for any event loop. */
    void tell(Message message) {
        send(channel, LoopBuffers.frame(relay.encoder().encode(message), channel.alloc()));
    }

    /** A peer that does not read is cut off, as the bound of what waits for it says. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!channel.isWritable()) {
            ChannelFuture _ = context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        client.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            cause.printStackTrace(System.err);
        }
        ChannelFuture _ = context.close();
    }
}
