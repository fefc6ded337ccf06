package onechat.gateway.session;

import java.time.Duration;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.Inbox;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its acceptance to its end: whose it is, when something was heard of its client, and who ends it why (contract sections 3, 4
 * and 7). Used by many threads at once; {@link CommandReader} reads it.
 */
final class ClientConnection {
    private static final int SILENT_HEARTBEATS = 3;
    /** How long a connection may take to end before it is cut: the second of reading on, and two for a slow network. */
    private static final Duration ENDING = Duration.ofSeconds(3);

    private final Connection connection;
    private final Sessions sessions;
    private final boolean admitted;
    private final long number;
    private final Outbox outbox;
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
        this.outbox = sessions.outboxes().of(connection);
        this.heardNanos = now;
        this.awaitingLoginNanos = now;
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

    /** The device that logged in on it, or null. */
    @Nullable
    Device device() {
        return device;
    }

    boolean isEnding() {
        return ending;
    }

    /** Something came from the client. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** Its reader waits for the directory, or for a turn. */
    void waitsForDirectory() {
        busy = true;
    }

    /** What its reader waited for is done. */
    void readsOn(long nowNanos) {
        heardNanos = nowNanos;
        busy = false;
    }

    /** A login was carried out or refused: the time for the next begins. */
    void loginTried(long nowNanos) {
        awaitingLoginNanos = nowNanos;
    }

    /** Whether it is the connection of that device. */
    boolean isOf(Device loggedIn) {
        return device == loggedIn;
    }

    /** Its reader says that it is gone. */
    void closed(Batch readersBatch) {
        synchronized (this) {
            ending = true;
        }
        Disconnect reason = reason();
        try {
            lose(reason, readersBatch);
        } finally {
            readersBatch.flush();
            sessions.forget(this);
            sessions.observer().disconnected(reason);
        }
    }

    private void lose(Disconnect reason, Batch readersBatch) {
        Device gone = device;
        if (gone == null) {
            sessions.log().closed(number, reason);
        } else if (sessions.logins().lost(gone, this, sessions.nanoTime(), readersBatch)) {
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

    /** Begins to end it; false where somebody else has. */
    synchronized boolean beginEnding(Disconnect cause) {
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
    Inbox inbox() {
        Device now = device;
        return now == null ? outbox : now.inbox();
    }

    /** Its device's session, or null where there is none that can be resumed. */
    @Nullable
    ResumableSession session() {
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
