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
    private static final int RING_SECONDS = 60;

    private final NettyRelay relay;
    private final Channel channel;
    private final LoopBuffers buffers;
    private final FrameDecoder frames = new FrameDecoder(Limits.DEFAULT_MAX_PAYLOAD_BYTES);
    /** 0 before the login. */
    private long user;

    private long room;
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
        Long id = login.credentials() instanceof Command.Password password
                ? relay.people().ids().get(password.name())
                : null;
        if (id == null || user != 0) {
            refuse(login, ErrorCode.NOT_FOUND, "404 Not Found user with this name");
            return;
        }
        user = id;
        relay.online().put(id, this);
        Long own = relay.people().rooms().get(id);
        List<Message.Room> rooms = own == null ? List.of() : List.of(new Message.Room(own, "pair", List.of()));
        acknowledge(login, new Message.OfLogin(id, rooms, HEARTBEAT_SECONDS, null, 0));
    }

    private boolean isMember(long of) {
        Long own = relay.people().rooms().get(user);
        return own != null && own == of;
    }

    private void create(Command.Create create) {
        if (!isMember(create.room())) {
            refuse(create, ErrorCode.NOT_FOUND, "no such room");
            return;
        }
        List<NettyConnection> others = enter(create, create.room());
        List<Long> ringing = others.isEmpty() ? ring(create) : List.of();
        List<Long> members = others.stream().map(NettyConnection::user).toList();
        acknowledge(create, new Message.OfCreate(create.room(), members, ringing, List.of(), List.of()));
    }

    /** Rings the room's other member where there is one online. */
    private List<Long> ring(Command.Create create) {
        for (long other : new long[] {user - 1, user + 1}) {
            Long itsRoom = relay.people().rooms().get(other);
            NettyConnection device = relay.online().get(other);
            if (itsRoom != null && itsRoom == create.room() && device != null) {
                device.tell(new Message.Created(user, create.room(), create.ack(), RING_SECONDS));
                return List.of(other);
            }
        }
        return List.of();
    }

    private void join(Command.Join join) {
        if (!isMember(join.room()) || !relay.rooms().isCalled(join.room())) {
            refuse(join, ErrorCode.NOT_FOUND, "no such room or call");
            return;
        }
        List<Long> members =
                enter(join, join.room()).stream().map(NettyConnection::user).toList();
        acknowledge(join, new Message.OfJoin(join.room(), members, List.of()));
    }

    private List<NettyConnection> enter(Command command, long entered) {
        writeBatch();
        room = entered;
        List<NettyConnection> others = relay.rooms().enter(entered, this);
        others.forEach(one -> one.tell(new Message.Joined(user, entered, command.ack())));
        return others;
    }

    private void leave(Command.Leave leave) {
        writeBatch();
        depart(LeaveReason.LEFT, leave.ack());
        acknowledge(leave, new Message.Plain());
    }

    private void depart(LeaveReason reason, @Nullable Ack ack) {
        if (room != 0) {
            relay.rooms().leave(room, this).forEach(one -> one.tell(new Message.Left(user, room, reason, ack)));
            room = 0;
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

    private long user() {
        return user;
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
        relay.online().remove(user, this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            cause.printStackTrace(System.err);
        }
        ChannelFuture _ = context.close();
    }
}
