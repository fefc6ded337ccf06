package onechat.gateway.baseline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.List;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FramingException;
import onechat.protocol.LeaveReason;
import onechat.protocol.Limits;
import onechat.protocol.Message;
import onechat.protocol.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * One client of a {@link NettyRelay}: takes commands out of what was read, and answers and relays them. Confined to its event loop, but for
 * {@link #tell}, {@link #meet} and {@link #part}.
 *
 * <p>What one read brings goes out as one buffer to the partner and one to the client itself, each written and flushed when the read is complete:
 * one system call each, and at most one task for the partner's event loop.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter {
    private static final int HEARTBEAT_SECONDS = 25;

    private final NettyRelay relay;
    private final Channel channel;
    private final LoopBuffers buffers;
    private final FrameDecoder frames = new FrameDecoder(Limits.DEFAULT_MAX_PAYLOAD_BYTES);
    /** 0 before the login. */
    private long user;
    /** That the user is a member of. */
    private long ownRoom;

    private boolean inCall;
    private volatile @Nullable NettyConnection partner;
    private @Nullable NettyConnection relaysTo;
    private @Nullable ByteBuf relays;
    private @Nullable ByteBuf replies;
    private boolean closing;

    /** Of a channel that was just accepted; called in its event loop. */
    NettyConnection(NettyRelay relay, Channel channel) {
        this.relay = relay;
        this.channel = channel;
        this.buffers = LoopBuffers.ofThisLoop();
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

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        writeBatch();
    }

    private void payload(byte[] octets, int offset, int length) {
        if (closing) {
            return;
        }
        try {
            carryOut(relay.decoder().decode(octets, offset, length));
        } catch (RefusedException malformed) {
            reply(malformed.refusal());
        }
    }

    private void carryOut(Command command) {
        boolean allowed = user != 0 || command instanceof Command.Login || command instanceof Command.Ping;
        if (!allowed) {
            refuse(command, ErrorCode.NOT_LOGGED_IN, "log in first");
            return;
        }
        switch (command) {
            case Command.Relay toPartner -> relay(toPartner);
            case Command.Ping ping -> acknowledge(ping, new Message.Plain());
            case Command.Login login -> login(login);
            case Command.Create create -> create(create);
            case Command.Join join -> join(join);
            case Command.Leave leave -> leave(leave);
            case Command.Presence presence -> refuse(presence, ErrorCode.NOT_ALLOWED, "a relay knows of no presence");
            case Command.Logout logout -> {
                acknowledge(logout, new Message.Plain());
                closing = true;
            }
        }
    }

    private void relay(Command.Relay command) {
        NettyConnection to = partner;
        if (to == null || to.user != command.to()) {
            refuse(command, ErrorCode.NOT_FOUND, "no such participant");
            return;
        }
        if (to != relaysTo) {
            writeRelays();
            relaysTo = to;
        }
        relays = buffers.add(command.body().withFrom(user), relays, channel.alloc());
        if (command.ack() != null) {
            reply(new Message.Acked(command.cmd(), command.ack(), new Message.Plain()));
        }
    }

    private void login(Command.Login login) {
        People.User known = login.credentials() instanceof Command.Password password
                ? relay.people().get(password.name())
                : null;
        if (known == null || user != 0) {
            refuse(login, ErrorCode.NOT_FOUND, "404 Not Found user with this name");
            return;
        }
        user = known.id();
        ownRoom = known.room();
        List<Message.Room> rooms = List.of(new Message.Room(ownRoom, "pair", List.of()));
        acknowledge(login, new Message.OfLogin(user, rooms, HEARTBEAT_SECONDS, null, 0));
    }

    private void create(Command.Create create) {
        if (create.room() != ownRoom) {
            refuse(create, ErrorCode.NOT_FOUND, "no such room");
            return;
        }
        List<Long> members = enter(create);
        acknowledge(create, new Message.OfCreate(ownRoom, members, List.of(), List.of(), List.of()));
    }

    private void join(Command.Join join) {
        if (join.room() != ownRoom || !relay.rooms().isCalled(ownRoom)) {
            refuse(join, ErrorCode.NOT_FOUND, "no such room or call");
            return;
        }
        acknowledge(join, new Message.OfJoin(ownRoom, enter(join), List.of()));
    }

    private List<Long> enter(Command command) {
        writeBatch();
        List<NettyConnection> others = relay.rooms().enter(ownRoom, this);
        inCall = true;
        others.forEach(one -> one.tell(new Message.Joined(user, ownRoom, command.ack())));
        return others.stream().map(one -> one.user).toList();
    }

    private void leave(Command.Leave leave) {
        writeBatch();
        depart(LeaveReason.LEFT, leave.ack());
        acknowledge(leave, new Message.Plain());
    }

    private void depart(LeaveReason reason, @Nullable Ack ack) {
        if (inCall) {
            relay.rooms().leave(ownRoom, this).forEach(one -> one.tell(new Message.Left(user, ownRoom, reason, ack)));
            inCall = false;
        }
    }

    private void acknowledge(Command command, Message.Additions additions) {
        if (command.ack() != null) {
            reply(new Message.Acked(command.cmd(), command.ack(), additions));
        }
    }

    private void refuse(Command command, ErrorCode code, String msg) {
        reply(Message.Refused.of(command, code, msg));
    }

    private void reply(Message message) {
        replies = buffers.add(relay.encoder().encode(message), replies, channel.alloc());
    }

    private void writeBatch() {
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
    private void tell(Message message) {
        byte[] payload = relay.encoder().encode(message);
        send(channel, LoopBuffers.frame(payload, channel.alloc()));
    }

    /** It has a partner now; for any event loop. */
    void meet(NettyConnection other) {
        partner = other;
    }

    /** It has none any more; for any event loop. */
    void part() {
        partner = null;
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
        depart(LeaveReason.DISCONNECTED, null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            cause.printStackTrace(System.err);
        }
        ChannelFuture _ = context.close();
    }
}
