package onechat.gateway.signaling;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import onechat.protocol.IceServer;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/** Says what a command of a logged-in device does (contract section 5). Used by many threads at once. */
public final class Signaling {
    private static final RoomMembers.Named NOBODY = new RoomMembers.Named(Set.of(), Map.of());

    private final Online online;
    private final RoomMembers rooms;
    private final Calls calls;
    private final IceServers iceServers;
    private final LongSupplier nanoClock;

    /**
     * Signaling among the devices that are online.
     *
     * @param nanoClock monotonic, in nanoseconds, such as {@link System#nanoTime}
     */
    public Signaling(Online online, RoomMembers rooms, Calls calls, IceServers iceServers, LongSupplier nanoClock) {
        this.online = online;
        this.rooms = rooms;
        this.calls = calls;
        this.iceServers = iceServers;
        this.nanoClock = nanoClock;
    }

    /**
     * Carries out a command about a room's call. All but a leave, which never blocks, ask the directory, and block for that time.
     */
    public void carryOut(Device sender, Command.ToRoom command, Delivery delivery) {
        switch (command) {
            case Command.Create create -> create(sender, create, delivery);
            case Command.Join join -> join(sender, join, delivery);
            case Command.Leave leave ->
                calls.apply(leave.room(), new CallEvent.Leave(sender, leave.busy(), leave.ack()), delivery);
            case Command.Presence presence -> presence(sender, presence, delivery);
        }
    }

    private void create(Device sender, Command.Create create, Delivery delivery) {
        Set<Long> members = membersFor(sender, create, delivery).users();
        if (!members.isEmpty()) {
            calls.apply(
                    create.room(),
                    new CallEvent.Create(
                            sender,
                            create.ack(),
                            members,
                            online,
                            iceServers.forUser(sender.user()),
                            nanoClock.getAsLong()),
                    delivery);
        }
    }

    private void join(Device sender, Command.Join join, Delivery delivery) {
        if (!membersFor(sender, join, delivery).users().isEmpty()) {
            List<IceServer> own = iceServers.forUser(sender.user());
            calls.apply(join.room(), new CallEvent.Join(sender, join.ack(), online, own), delivery);
        }
    }

    private void presence(Device sender, Command.Presence presence, Delivery delivery) {
        RoomMembers.Named members = membersFor(sender, presence, delivery);
        Ack ack = presence.ack();
        if (!members.users().isEmpty() && ack != null) {
            Presence asked = new Presence(presence.room(), members, sender.user());
            // In turn, so that it doesn't contradict what the sender was told of the call just before.
            calls.inTurn(presence.room(), inCall -> {
                Message told = new Message.Acked(Cmd.PRESENCE, ack, asked.now(inCall, online));
                delivery.deliver(sender, told);
            });
        }
    }

    /** The members of the command's room; where the sender is none of them it is told so, and nobody is returned. */
    private RoomMembers.Named membersFor(Device sender, Command.ToRoom command, Delivery delivery) {
        RoomMembers.Named members;
        try {
            members = command instanceof Command.Presence
                    ? rooms.namedMembersOf(command.room())
                    : new RoomMembers.Named(rooms.membersOf(command.room()), Map.of());
        } catch (DirectoryUnavailableException down) {
            refuse(sender, command, ErrorCode.UNAVAILABLE, "the directory is down: try again later", delivery);
            return NOBODY;
        }
        if (members.users().isEmpty()) {
            refuse(sender, command, ErrorCode.NOT_FOUND, "no such room", delivery);
        } else if (!members.users().contains(sender.user())) {
            refuse(sender, command, ErrorCode.NOT_ALLOWED, "you are not a member of this room", delivery);
            return NOBODY;
        }
        return members;
    }

    /** Brings an offer, an answer or a candidate to the participant it is for (section 5.4). Never blocks. */
    public void relay(Device sender, Command.Relay relay, Delivery delivery) {
        // Who is in one call, as nearly everybody is, can mean no other.
        boolean inSeveral = sender.rooms().length > 1;
        List<Long> shared = relay.room() == null && inSeveral ? calls.shared(sender, relay.to()) : List.of();
        if (shared.size() > 1) {
            refuse(sender, relay, ErrorCode.MALFORMED, "you share several calls: say which in room", delivery);
            return;
        }
        long where = relay.room() != null ? relay.room() : firstOf(shared, sender);
        calls.inTurn(where, sender, relay.to(), partner -> {
            if (partner == null) {
                refuse(sender, relay, ErrorCode.NOT_FOUND, "you are in no call with this user", delivery);
            } else {
                handOver(sender, relay, partner, delivery);
                if (relay.cmd() == Cmd.ANSWER) {
                    calls.answered(where, nanoClock.getAsLong());
                }
            }
        });
    }

    /** The one that is shared, or any: its only one, or where a refusal waits for its turn, behind the leave that may be on its way. */
    private static long firstOf(List<Long> shared, Device sender) {
        long[] rooms = sender.rooms();
        if (!shared.isEmpty()) {
            return shared.getFirst();
        }
        return rooms.length == 0 ? 0 : rooms[0];
    }

    private static void handOver(Device sender, Command.Relay relay, Device partner, Delivery delivery) {
        byte[] payload = relay.body().withFrom(sender.user());
        delivery.deliver(partner, new Message.Relayed(relay.cmd(), sender.user(), payload));
        if (relay.ack() != null) {
            delivery.deliver(sender, new Message.Acked(relay.cmd(), relay.ack(), Message.Plain.INSTANCE));
        }
    }

    private static void refuse(Device sender, Command command, ErrorCode code, String msg, Delivery delivery) {
        delivery.deliver(sender, Message.Refused.of(command, code, msg));
    }

    /** Rings a device that just logged in, where its user is being rung in one of those rooms (section 5.1). */
    public void arrived(Device device, Iterable<Long> itsRooms, Delivery delivery) {
        CallEvent arrival = new CallEvent.Arrival(device, nanoClock.getAsLong());
        itsRooms.forEach(room -> calls.apply(room, arrival, delivery));
    }

    /**
     * Takes a device that is gone out of its calls, for good: whatever it was doing in the meantime enters no call any more. When it
     * returns, the device is out of them all, also where several threads do it at once.
     *
     * @param ack that of the logout which ended it, or null
     */
    public void departed(Device device, LeaveReason reason, @Nullable Ack ack, Delivery delivery) {
        for (long room : device.depart()) {
            calls.apply(room, new CallEvent.Departure(device, reason, ack), delivery);
        }
    }
}
