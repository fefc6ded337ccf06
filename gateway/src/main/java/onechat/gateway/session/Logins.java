package onechat.gateway.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import onechat.gateway.session.UserRooms.RoomEntry;
import onechat.gateway.signaling.Calls;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.Devices;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.gateway.signaling.Signaling;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Limits;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/** Lets devices log in, replace each other, and depart (contract section 3). Used by many threads at once. */
final class Logins {
    private final Authenticator authenticator;
    private final UserRooms userRooms;
    private final Devices devices;
    private final Calls calls;
    private final Signaling signaling;
    private final long heartbeatSeconds;
    private final Map<Device, ClientConnection> connections = new ConcurrentHashMap<>();
    private volatile boolean draining;

    Logins(
            Authenticator authenticator,
            UserRooms userRooms,
            Devices devices,
            Calls calls,
            Signaling signaling,
            long heartbeatSeconds) {
        this.authenticator = authenticator;
        this.userRooms = userRooms;
        this.devices = devices;
        this.calls = calls;
        this.signaling = signaling;
        this.heartbeatSeconds = heartbeatSeconds;
    }

    /**
     * Logs a device in: its ack is the first message in its outbox, a ring that is under way the next. Blocks while the directory is asked.
     *
     * @param batch the calling reader's, flushed
     * @throws LoginRefusedException when the credentials do not hold, or the user has too many devices
     */
    Device login(Command.Login login, ClientConnection connection, Batch batch)
            throws LoginRefusedException, DirectoryUnavailableException {
        if (login.credentials() instanceof Command.Resume) {
            throw new LoginRefusedException(ErrorCode.NOT_RESUMABLE, "this session can't be resumed: log in anew");
        }
        long user = authenticator.authenticate(login.credentials(), connection.remoteAddress());
        List<RoomEntry> rooms = userRooms.roomsOf(user);
        Device device = new Device(user, login.device(), connection.outbox());
        Ack ack = login.ack();
        admit(
                device,
                () -> {
                    connections.put(device, connection);
                    if (ack != null) {
                        Message acked = new Message.Acked(login.cmd(), ack, additions(user, rooms));
                        batch.reply(connection.outbox(), acked);
                    }
                },
                batch);
        signaling.arrived(device, rooms.stream().map(RoomEntry::id).toList(), batch);
        return device;
    }

    private void admit(Device device, Runnable sendAck, Batch batch) throws LoginRefusedException {
        Devices.Admission admission = devices.admit(device, sendAck);
        while (admission instanceof Devices.NameTaken taken) {
            replace(taken.by(), batch);
            admission = devices.admit(device, sendAck);
        }
        if (admission instanceof Devices.TooMany) {
            throw new LoginRefusedException(ErrorCode.NOT_ALLOWED, "too many devices of this user are logged in");
        }
    }

    private void replace(Device old, Batch batch) {
        ClientConnection itsConnection = connections.get(old);
        depart(old, LeaveReason.DISCONNECTED, null, batch);
        if (itsConnection != null) {
            itsConnection.end(ErrorCode.REPLACED, "this device logged in again", batch);
        }
    }

    private Message.OfLogin additions(long user, List<RoomEntry> rooms) {
        List<Message.Room> listed = new ArrayList<>();
        for (RoomEntry room : rooms.subList(0, Math.min(rooms.size(), Limits.MAX_LISTED_ROOMS))) {
            listed.add(new Message.Room(room.id(), room.name(), calls.usersIn(room.id())));
        }
        return new Message.OfLogin(user, listed, heartbeatSeconds, null, 0);
    }

    /** Takes a device out of its calls and offline. Each of its calls hears of the first reason only. */
    void depart(Device device, LeaveReason reason, @Nullable Ack ack, Batch batch) {
        // Calls outlive a server that restarts: nobody is told to hang up on those whose connection it ends.
        try {
            if (!draining) {
                signaling.departed(device, reason, ack, batch);
            }
        } finally {
            // Only now, so that a login which takes its place finds its calls left.
            devices.remove(device);
            connections.remove(device);
        }
    }

    /** From now on nobody hears of departures. */
    void drain() {
        draining = true;
    }
}
