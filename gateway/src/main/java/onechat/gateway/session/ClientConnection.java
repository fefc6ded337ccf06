package onechat.gateway.session;

import java.time.Duration;
import java.util.UUID;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.gateway.signaling.Inbox;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import onechat.protocol.RefusedException;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what one connection brings into commands, and has each carried out or refused (contract sections 2, 3 and 7). The listener's methods
 * are the reader's; {@link #end}, {@link #sweep} and the views may be called by any thread.
 */
final class ClientConnection implements ConnectionListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final int MAX_NOT_LOGGED_IN = 5;
    private static final int MAX_TOO_MANY = 1_000;
    private static final int SILENT_HEARTBEATS = 3;
    /** How long a connection may take to end before it is cut: the second of reading on, and two for a slow network. */
    private static final Duration ENDING = Duration.ofSeconds(3);

    private final Connection connection;
    private final Sessions sessions;
    private final boolean admitted;
    private final long number;
    private final Outbox outbox;
    private final Batch batch;
    private final CommandRate rate;
    private int notLoggedIn;
    private int tooMany;
    private volatile long heardNanos;
    private volatile long awaitingLoginNanos;
    /** The reader waits for the directory: what the client sends meanwhile is not read, and it is not silent. */
    private volatile boolean busy;

    private volatile @Nullable Device device;
    private volatile boolean ending;
    private volatile long endingNanos;
    private volatile @Nullable Disconnect why;
    /** It ended, and its device's session waits for its client, of which the log was told. */
    private volatile boolean away;

    /**
     * A connection that was just accepted.
     *
     * @param number greater than those of connections that were accepted before
     * @param admitted whether it is within the limits, and counted
     */
    ClientConnection(Connection connection, Sessions sessions, long number, boolean admitted) {
        long now = sessions.nanoTime();
        this.connection = connection;
        this.sessions = sessions;
        this.number = number;
        this.admitted = admitted;
        this.outbox =
                new Outbox(connection, sessions.options().maxOutboxBytes(), sessions.observer(), sessions.nanoClock());
        this.batch = sessions.newBatch();
        this.rate = new CommandRate(sessions.options().commandRate(), now);
        this.heardNanos = now;
        this.awaitingLoginNanos = now;
    }

    @Override
    public void payload(byte[] octets, int offset, int length) {
        long now = sessions.nanoTime();
        heardNanos = now;
        ResumableSession session = session();
        if (session == null) {
            take(octets, offset, length, now);
            return;
        }
        session.beginTurn();
        try {
            take(octets, offset, length, now);
        } finally {
            session.endTurn();
        }
    }

    private void take(byte[] octets, int offset, int length, long now) {
        if (ending) {
            return;
        }
        Command command;
        try {
            command = sessions.decoder().decode(octets, offset, length);
        } catch (RefusedException malformed) {
            Message.Refused refusal = malformed.refusal();
            refuse(rate.tryTake(now) ? refusal : slowDown(refusal.action(), refusal.ack()));
            return;
        }
        if (!rate.tryTake(now)) {
            refuse(slowDown(command.cmd().wireName(), command.ack()));
            return;
        }
        sessions.observer().command(command.cmd());
        try {
            carryOutOnce(command);
        } catch (RuntimeException bug) {
            String id = UUID.randomUUID().toString();
            LOG.error("a command failed, fault {}", id, bug);
            refuse(command, ErrorCode.SERVER_FAULT, "server fault " + id);
        }
    }

    /** A session's client may send a command again that was carried out: it gets the same reply (section 4). */
    private void carryOutOnce(Command command) {
        ResumableSession session = session();
        Ack ack = command.ack();
        if (session == null || ack == null || command instanceof Command.Login || session.isNew(ack)) {
            carryOut(command);
            return;
        }
        Message reply = session.replyTo(ack);
        if (reply != null) {
            batch.reply(session, reply);
        }
    }

    private static Message.Refused slowDown(@Nullable String action, @Nullable Ack ack) {
        return new Message.Refused(ErrorCode.TOO_MANY, "too many commands: slow down", action, ack);
    }

    private void carryOut(Command command) {
        Device sender = device;
        switch (command) {
            case Command.Login login -> askDirectory(() -> login(login));
            case Command.Ping ping -> ping(ping);
            case Command other when sender == null -> refuse(other, ErrorCode.NOT_LOGGED_IN, "log in first");
            case Command.Logout logout -> logout(logout, sender);
            case Command.ToRoom toRoom ->
                askDirectory(() -> sessions.signaling().carryOut(sender, toRoom, batch));
            case Command.Relay relay -> sessions.signaling().relay(sender, relay, batch);
        }
    }

    /** Does what may take as long as the directory takes; nobody waits for that but the sender. */
    private void askDirectory(Runnable command) {
        if (session() == null) {
            flush();
        } else {
            batch.flush(); // its own outbox too by another thread: a peer that does not read would hold up the turn
        }
        busy = true;
        try {
            command.run();
        } finally {
            heardNanos = sessions.nanoTime();
            busy = false;
        }
    }

    private void ping(Command.Ping ping) {
        ResumableSession session = session();
        Long received = ping.received();
        if (session == null || received == null || session.received(received)) {
            acknowledge(ping);
        } else {
            refuse(ping, ErrorCode.MALFORMED, "received is more than was sent");
        }
    }

    private void login(Command.Login login) {
        if (device != null) {
            refuse(login, ErrorCode.NOT_ALLOWED, "this connection is logged in already");
            return;
        }
        try {
            sessions.logins().login(login, this, batch);
        } catch (LoginRefusedException refused) {
            loginRefused(login, refused.code());
            refuse(login, refused.code(), String.valueOf(refused.getMessage()));
        } catch (DirectoryUnavailableException down) {
            loginRefused(login, ErrorCode.UNAVAILABLE);
            refuse(login, ErrorCode.UNAVAILABLE, "the directory is down: try again later");
        } finally {
            awaitingLoginNanos = sessions.nanoTime();
        }
    }

    /**
     * Makes it the connection of a device, before anything of the device's goes out on it; false, and nothing made, where it is ending
     * already. So whoever ends it knows whether its last message is one of the session's frames.
     */
    synchronized boolean adopt(Device loggedIn) {
        if (!ending) {
            device = loggedIn;
        }
        return !ending;
    }

    /** Whether it is the connection of that device. */
    boolean isOf(Device loggedIn) {
        return device == loggedIn;
    }

    private void loginRefused(Command.Login login, ErrorCode code) {
        if (!(login.credentials() instanceof Command.Resume)) {
            sessions.observer().loginRefused(code);
        }
    }

    private void logout(Command.Logout logout, Device sender) {
        if (beginEnding(Disconnect.LOGOUT)) {
            acknowledge(logout);
            sessions.logins().depart(sender, LeaveReason.LEFT, logout.ack(), batch);
            batch.close(outbox, CloseReason.LOGOUT);
        } else {
            notCarriedOut(logout);
        }
    }

    /** Somebody else ended the connection in the meantime: the client may send the command again on the next. */
    private void notCarriedOut(Command command) {
        ResumableSession session = session();
        if (session != null && command.ack() != null) {
            session.forget(command.ack());
        }
    }

    private void acknowledge(Command command) {
        Ack ack = command.ack();
        if (ack != null) {
            batch.reply(inbox(), new Message.Acked(command.cmd(), ack, new Message.Plain()));
        }
    }

    private void refuse(Command command, ErrorCode code, String msg) {
        refuse(Message.Refused.of(command, code, msg));
    }

    /** Tells the client that something is refused; one time too many ends the connection (section 7). */
    private void refuse(Message.Refused refusal) {
        boolean last =
                switch (refusal.code()) {
                    case NOT_LOGGED_IN -> ++notLoggedIn == MAX_NOT_LOGGED_IN;
                    case TOO_MANY -> ++tooMany == MAX_TOO_MANY;
                    default -> false;
                };
        if (last) {
            Disconnect tooOften =
                    refusal.code() == ErrorCode.TOO_MANY ? Disconnect.TOO_MANY_COMMANDS : Disconnect.NOT_LOGGED_IN;
            end(refusal, CloseReason.AFTER_ERROR, tooOften, batch);
        } else {
            batch.reply(inbox(), refusal);
        }
    }

    @Override
    public void heard() {
        heardNanos = sessions.nanoTime();
    }

    @Override
    public void batchEnd() {
        flush();
    }

    private void flush() {
        batch.flush(outbox);
    }

    @Override
    public void fault(ErrorCode code, String msg, CloseReason reason) {
        LOG.debug("{} closes a connection: {}", code, msg);
        end(new Message.Refused(code, msg, null, null), reason, Disconnect.FRAMING, batch);
        flush();
    }

    @Override
    public void closed() {
        synchronized (this) {
            ending = true;
        }
        Disconnect reason = reason();
        try {
            lose(reason);
        } finally {
            batch.flush();
            sessions.forget(this);
            sessions.observer().disconnected(reason);
        }
    }

    private void lose(Disconnect reason) {
        Device gone = device;
        if (gone == null) {
            sessions.log().closed(number, reason);
        } else if (sessions.logins().lost(gone, this, sessions.nanoTime(), batch)) {
            sessions.log().away(gone.user(), number, reason);
        } else if (!away) {
            sessions.log().disconnected(gone.user(), number, reason);
        }
    }

    private Disconnect reason() {
        Disconnect known = why;
        if (known != null) {
            return known;
        }
        return outbox.overflowed() ? Disconnect.NOT_READING : Disconnect.BROKEN;
    }

    /** Ends the connection with an error that closes; its device leaves its calls at once, unless its session waits for its client. */
    void end(Message.Refused refusal, CloseReason reason, Disconnect cause, Batch callersBatch) {
        if (!beginEnding(cause)) {
            return;
        }
        Device gone = device;
        ResumableSession session = session();
        if (session != null && cause != Disconnect.DRAINING) {
            if (callersBatch.replyAndLose(session, this, refusal, endingNanos)) {
                away = true;
                sessions.log().away(session.device().user(), number, cause);
            }
            callersBatch.close(outbox, reason);
            return;
        }
        callersBatch.replyAndClose(outbox, refusal, reason);
        if (gone != null) {
            sessions.logins().depart(gone, LeaveReason.DISCONNECTED, null, callersBatch);
        }
    }

    /** Ends the connection whose device or session has another one now, or none any more. */
    void replaced(Batch callersBatch) {
        if (beginEnding(Disconnect.REPLACED)) {
            Message replaced = new Message.Refused(ErrorCode.REPLACED, "this device logged in again", null, null);
            callersBatch.replyAndClose(outbox, replaced, CloseReason.AFTER_ERROR);
        }
    }

    private synchronized boolean beginEnding(Disconnect cause) {
        if (ending) {
            return false;
        }
        why = cause;
        endingNanos = sessions.nanoTime();
        ending = true;
        return true;
    }

    /** Ends the connection where its time is over: no login, silent too long, or an end that takes too long (section 3). */
    void sweep(long nowNanos, Batch sweepersBatch) {
        SessionOptions options = sessions.options();
        if (ending) {
            // A server that drains has a time of its own, after which it cuts all.
            if (why != Disconnect.DRAINING && nowNanos - endingNanos > ENDING.toNanos()) {
                connection.abort();
            }
        } else if (!busy) {
            if (device == null
                    && nowNanos - awaitingLoginNanos > options.loginTimeout().toNanos()) {
                timeOut("no login in time", Disconnect.NO_LOGIN, sweepersBatch);
            } else if (nowNanos - heardNanos
                    > SILENT_HEARTBEATS * options.heartbeat().toNanos()) {
                timeOut("silent for three heartbeats", Disconnect.SILENT, sweepersBatch);
            }
        }
        if (outbox.hangs(nowNanos, options.writeTimeout().toNanos())) {
            cut(Disconnect.WRITE_TIMEOUT);
        }
    }

    private void timeOut(String msg, Disconnect cause, Batch sweepersBatch) {
        end(new Message.Refused(ErrorCode.TIMED_OUT, msg, null, null), CloseReason.AFTER_ERROR, cause, sweepersBatch);
    }

    private void cut(Disconnect cause) {
        if (why == null) {
            why = cause;
        }
        connection.abort();
    }

    /** Cuts the connection. */
    void abort() {
        connection.abort();
    }

    Outbox outbox() {
        return outbox;
    }

    /** Where replies go: those of a session count, and are kept for it. */
    private Inbox inbox() {
        Device now = device;
        return now == null ? outbox : now.inbox();
    }

    private @Nullable ResumableSession session() {
        Device now = device;
        return now == null ? null : ResumableSession.of(now);
    }

    String remoteAddress() {
        return connection.remoteAddress();
    }

    /** In the order in which connections were accepted. */
    long number() {
        return number;
    }

    boolean isAdmitted() {
        return admitted;
    }
}
