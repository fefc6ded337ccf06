package onechat.gateway.baseline;

import java.util.List;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import onechat.protocol.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * One client of a {@link NettyRelay}: carries out its commands. Confined to its connection's event loop, but for {@link #meet} and {@link #part}.
 */
final class NettyClient {
    private static final int HEARTBEAT_SECONDS = 25;

    private final NettyRelay relay;
    private final NettyConnection connection;
    /** 0 before the login. */
    private long user;
    /** That the user is a member of. */
    private long room;

    private boolean inCall;
    private volatile @Nullable NettyClient partner;

    NettyClient(NettyRelay relay, NettyConnection connection) {
        this.relay = relay;
        this.connection = connection;
    }

    /** Carries out what a payload asks for, or refuses it. */
    void take(byte[] octets, int offset, int length) {
        try {
            carryOut(relay.decoder().decode(octets, offset, length));
        } catch (RefusedException malformed) {
            connection.reply(malformed.refusal());
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
                connection.closeAfterBatch();
            }
        }
    }

    private void relay(Command.Relay command) {
        NettyClient to = partner;
        if (to == null || to.user != command.to()) {
            refuse(command, ErrorCode.NOT_FOUND, "no such participant");
            return;
        }
        connection.relay(to.connection, command.body().withFrom(user));
        acknowledge(command, new Message.Plain());
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
        room = known.room();
        List<Message.Room> rooms = List.of(new Message.Room(room, "pair", List.of()));
        acknowledge(login, new Message.OfLogin(user, rooms, HEARTBEAT_SECONDS, null, 0));
    }

    private void create(Command.Create create) {
        if (create.room() != room) {
            refuse(create, ErrorCode.NOT_FOUND, "no such room");
            return;
        }
        acknowledge(create, new Message.OfCreate(room, enter(create), List.of(), List.of(), List.of()));
    }

    private void join(Command.Join join) {
        if (join.room() != room || !relay.rooms().isCalled(room)) {
            refuse(join, ErrorCode.NOT_FOUND, "no such room or call");
            return;
        }
        acknowledge(join, new Message.OfJoin(room, enter(join), List.of()));
    }

    private List<Long> enter(Command command) {
        connection.writeBatch();
        List<NettyClient> others = relay.rooms().enter(room, this);
        inCall = true;
        others.forEach(one -> one.connection.tell(new Message.Joined(user, room, command.ack())));
        return others.stream().map(one -> one.user).toList();
    }

    private void leave(Command.Leave leave) {
        connection.writeBatch();
        depart(LeaveReason.LEFT, leave.ack());
        acknowledge(leave, new Message.Plain());
    }

    private void depart(LeaveReason reason, @Nullable Ack ack) {
        if (inCall) {
            List<NettyClient> others = relay.rooms().leave(room, this);
            others.forEach(one -> one.connection.tell(new Message.Left(user, room, reason, ack)));
            inCall = false;
        }
    }

    private void acknowledge(Command command, Message.Additions additions) {
        if (command.ack() != null) {
            connection.reply(new Message.Acked(command.cmd(), command.ack(), additions));
        }
    }

    private void refuse(Command command, ErrorCode code, String msg) {
        connection.reply(Message.Refused.of(command, code, msg));
    }

    /** It has a partner now; for any event loop. */
    void meet(NettyClient other) {
        partner = other;
    }

    /** It has none any more; for any event loop. */
    void part() {
        partner = null;
    }

    /** Its connection is gone. */
    void gone() {
        depart(LeaveReason.DISCONNECTED, null);
    }
}
