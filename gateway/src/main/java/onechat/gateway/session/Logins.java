package onechat.gateway.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import onechat.gateway.session.SessionObserver.Resume;
import onechat.gateway.session.UserRooms.RoomEntry;
import onechat.gateway.signaling.Calls;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.Devices;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.gateway.signaling.Signaling;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
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
    private final SessionOptions options;
    private final SessionObserver observer;
    private final EventLog log;
    private final ResumableSessions resumables;
    /** Of devices whose sessions end with their connections; a resumable session knows its own. */
    private final Map<Device, ClientConnection> connections = new ConcurrentHashMap<>();

    private volatile boolean draining;

    Logins(
            Authenticator authenticator,
            UserRooms userRooms,
            Devices devices,
            Calls calls,
            Signaling signaling,
            SessionOptions options,
            SessionObserver observer,
            EventLog log) {
        this.authenticator = authenticator;
        this.userRooms = userRooms;
        this.devices = devices;
        this.calls = calls;
        this.signaling = signaling;
        this.options = options;
        this.observer = observer;
        this.log = log;
        this.resumables = new ResumableSessions(options.resumeWindow().toNanos());
    }

    /**
     * Logs a device in: its ack is the first message in its outbox, a ring that is under way the next; or lets a session go on with
     * this connection. Blocks while the directory is asked, or while a command of the session is carried out.
     *
     * @param batch the calling reader's, flushed
     * @throws LoginRefusedException when the credentials do not hold, or the user has too many devices
     */
    void login(Command.Login login, ClientConnection connection, Batch batch)
            throws LoginRefusedException, DirectoryUnavailableException {
        if (login.credentials() instanceof Command.Resume resume) {
            resume(resume, login.ack(), connection, batch);
            return;
        }
        long user = authenticator.authenticate(login.credentials(), connection.remoteAddress());
        List<RoomEntry> rooms = userRooms.roomsOf(user);
        Device device = newDevice(user, login, connection);
        Ack ack = login.ack();
        admit(
                device,
                () -> {
                    remember(device, connection);
                    if (connection.adopt(device) && ack != null) {
                        Message acked = new Message.Acked(login.cmd(), ack, additions(device, rooms));
                        batch.reply(connection.outbox(), acked); // the ack of a login is no frame of its session
                    }
                },
                batch);
        if (!connection.isOf(device)) {
            depart(device, LeaveReason.DISCONNECTED, null, batch); // it ended in the meantime, and nobody would
            return;
        }
        observer.loggedIn();
        log.loggedIn(user, connection.number());
        signaling.arrived(device, rooms.stream().map(RoomEntry::id).toList(), batch);
    }

    private Device newDevice(long user, Command.Login login, ClientConnection connection) {
        return login.resume() && resumables.areOffered()
                ? resumables.create(user, login.device(), connection).device()
                : new Device(user, login.device(), connection.outbox());
    }

    private void remember(Device device, ClientConnection connection) {
        ResumableSession session = ResumableSession.of(device);
        if (session == null) {
            connections.put(device, connection);
        } else {
            resumables.add(session);
        }
    }

    private void resume(Command.Resume resume, @Nullable Ack ack, ClientConnection connection, Batch batch)
            throws LoginRefusedException {
        ResumableSession session = resumables.find(resume.session());
        if (session == null) {
            throw notResumable(Resume.UNKNOWN);
        }
        synchronized (session.turn()) {
            resume(session, resume.received(), ack, connection, batch);
        }
    }

    private void resume(
            ResumableSession session, long received, @Nullable Ack ack, ClientConnection connection, Batch batch)
            throws LoginRefusedException {
        ResumableSession.Continuation outcome = session.continueOn(connection, received, missed -> {
            if (ack != null) {
                Message.OfResume additions = new Message.OfResume(missed.size());
                batch.reply(connection.outbox(), new Message.Acked(Cmd.LOGIN, ack, additions));
            }
            batch.replay(connection.outbox(), missed);
        });
        switch (outcome) {
            case ResumableSession.Continued(var instead, var replayed) -> {
                if (instead != null) {
                    instead.replaced(batch);
                }
                observer.resume(Resume.RESUMED);
                log.resumed(session.device().user(), connection.number(), replayed);
            }
            case ResumableSession.FramesGone() -> {
                replace(session.device(), batch);
                throw notResumable(Resume.FRAMES_GONE);
            }
            case ResumableSession.NeverSent() -> throw notResumable(Resume.NEVER_SENT);
            case ResumableSession.Ended() -> throw notResumable(Resume.UNKNOWN);
            // No word of the session, which is not gone: what ends the connection is the answer.
            case ResumableSession.TooLate() -> {}
        }
    }

    private LoginRefusedException notResumable(Resume outcome) {
        observer.resume(outcome);
        return new LoginRefusedException(ErrorCode.NOT_RESUMABLE, "this session can't be resumed: log in anew");
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
        ResumableSession session = ResumableSession.of(old);
        ClientConnection itsConnection = session == null ? connections.get(old) : session.end();
        depart(old, LeaveReason.DISCONNECTED, null, batch);
        if (itsConnection != null) {
            itsConnection.replaced(batch);
        } else if (session != null) {
            log.sessionOver(old.user());
        }
    }

    private Message.OfLogin additions(Device device, List<RoomEntry> rooms) {
        List<Message.Room> listed = new ArrayList<>();
        for (RoomEntry room : rooms.subList(0, Math.min(rooms.size(), Limits.MAX_LISTED_ROOMS))) {
            listed.add(new Message.Room(room.id(), room.name(), calls.usersIn(room.id())));
        }
        ResumableSession session = ResumableSession.of(device);
        String key = session == null ? null : session.key().text();
        long window = session == null ? 0 : options.resumeWindow().toSeconds();
        return new Message.OfLogin(device.user(), listed, options.heartbeat().toSeconds(), key, window);
    }

    /** A device's connection is gone: its session waits for it where it can, and else departs. Whether it waits from now on. */
    boolean lost(Device device, ClientConnection connection, long nowNanos, Batch batch) {
        ResumableSession session = ResumableSession.of(device);
        if (session == null) {
            depart(device, LeaveReason.DISCONNECTED, null, batch);
            return false;
        }
        return session.lose(connection, nowNanos);
    }

    /** Takes those devices out whose sessions have waited for too long. */
    void endSessions(long nowNanos, Batch batch) {
        resumables.endThoseOver(nowNanos, session -> {
            log.sessionOver(session.device().user());
            depart(session.device(), LeaveReason.DISCONNECTED, null, batch);
        });
    }

    /** Takes a device out of its calls and offline. Each of its calls hears of the first reason only. */
    void depart(Device device, LeaveReason reason, @Nullable Ack ack, Batch batch) {
        ResumableSession session = ResumableSession.of(device);
        if (session != null) {
            session.end();
            resumables.remove(session);
        }
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

    /** How many devices are logged in, those included whose clients are away. */
    int sessions() {
        return connections.size() + resumables.size();
    }

    ResumableSessions resumables() {
        return resumables;
    }

    /** From now on nobody hears of departures. */
    void drain() {
        draining = true;
    }
}
