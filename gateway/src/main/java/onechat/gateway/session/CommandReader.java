package onechat.gateway.session;

import java.util.UUID;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import onechat.protocol.RefusedException;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.ConnectionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what one connection brings into commands, and has each carried out or refused (contract sections 2, 3 and 7). Confined to the
 * connection's reader.
 */
final class CommandReader implements ConnectionListener {
    private static final Logger LOG = LoggerFactory.getLogger(CommandReader.class);
    private static final int MAX_NOT_LOGGED_IN = 5;
    private static final int MAX_TOO_MANY = 1_000;
    /** After so many batches others have their turn: some hundred microseconds of work. */
    private static final int BATCHES_A_TURN = 16;

    private final ClientConnection connection;
    private final Sessions sessions;
    /** Only while there is something in it, or about to be. */
    private @Nullable Batch batch;

    /** When the commands taken so far will have been paid for. */
    private long paidAtNanos;

    private int notLoggedIn;
    private int tooMany;
    private int batches;

    /** The reader of a connection that was just accepted. */
    CommandReader(ClientConnection connection, Sessions sessions) {
        this.connection = connection;
        this.sessions = sessions;
        this.paidAtNanos = sessions.nanoTime();
    }

    @Override
    public void payload(byte[] octets, int offset, int length) {
        long now = sessions.nanoTime();
        connection.heard(now);
        ResumableSession session = connection.session();
        if (session == null) {
            take(octets, offset, length, now);
            return;
        }
        synchronized (session.turn()) {
            take(octets, offset, length, now);
        }
    }

    private void take(byte[] octets, int offset, int length, long now) {
        if (connection.isEnding()) {
            return;
        }
        Command command;
        try {
            command = sessions.decoder().decode(octets, offset, length);
        } catch (RefusedException malformed) {
            Message.Refused refusal = malformed.refusal();
            refuse(tryTake(now) ? refusal : slowDown(refusal.action(), refusal.ack()));
            return;
        }
        if (!tryTake(now)) {
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

    /** Whether one more command is within the connection's rate, and counted. */
    private boolean tryTake(long now) {
        boolean within = sessions.commandRate().allowsOneMore(paidAtNanos, now);
        if (within) {
            paidAtNanos = sessions.commandRate().paidAtWithOneMore(paidAtNanos, now);
        }
        return within;
    }

    private Batch batch() {
        Batch now = batch;
        if (now == null) {
            now = sessions.newBatch();
            batch = now;
        }
        return now;
    }

    /** A session's client may send a command again that was carried out: it gets the same reply (section 4). */
    private void carryOutOnce(Command command) {
        ResumableSession session = connection.session();
        Ack ack = command.ack();
        if (session == null || ack == null || command instanceof Command.Login) {
            carryOut(command);
        } else if (command instanceof Command.Ping) {
            repeatOrCarryOut(command, ack, session);
        } else if (session.begin(ack)) {
            carryOut(command);
        } else {
            repeat(session.replyTo(ack), session);
        }
    }

    /** A ping changes nothing: one that was acked can be acked again without being remembered, and only a refusal has to be. */
    private void repeatOrCarryOut(Command ping, Ack ack, ResumableSession session) {
        Message reply = session.replyTo(ack);
        if (reply == null) {
            carryOut(ping);
        } else {
            repeat(reply, session);
        }
    }

    /** @param reply null while it is still to come */
    private void repeat(@Nullable Message reply, ResumableSession session) {
        if (reply != null) {
            batch().reply(session, reply);
        }
    }

    private static Message.Refused slowDown(@Nullable String action, @Nullable Ack ack) {
        return new Message.Refused(ErrorCode.TOO_MANY, "too many commands: slow down", action, ack);
    }

    private void carryOut(Command command) {
        Device sender = connection.device();
        switch (command) {
            case Command.Login login -> askDirectory(() -> login(login));
            case Command.Ping ping -> ping(ping);
            case Command other when sender == null -> refuse(other, ErrorCode.NOT_LOGGED_IN, "log in first");
            case Command.Logout logout -> logout(logout, sender);
            case Command.ToRoom toRoom ->
                askDirectory(() -> sessions.signaling().carryOut(sender, toRoom, batch()));
            case Command.Relay relay -> sessions.signaling().relay(sender, relay, batch());
        }
    }

    /** Does what may take as long as the directory takes; nobody waits for that but the sender. */
    private void askDirectory(Runnable command) {
        if (connection.session() == null) {
            flush();
        } else {
            batch().flush(); // its own outbox too by another thread: a peer that does not read would hold up the turn
        }
        connection.waitsForDirectory();
        try {
            sessions.threads().run(command);
        } finally {
            connection.readsOn(sessions.nanoTime());
        }
    }

    private void ping(Command.Ping ping) {
        ResumableSession session = connection.session();
        Long received = ping.received();
        if (session == null || received == null || session.received(received)) {
            acknowledge(ping);
        } else {
            rememberReplyTo(ping, session);
            refuse(ping, ErrorCode.MALFORMED, "received is more than was sent");
        }
    }

    /** One that comes again might be right by then, and still gets the first reply. */
    private static void rememberReplyTo(Command.Ping ping, ResumableSession session) {
        if (ping.ack() != null) {
            session.begin(ping.ack());
        }
    }

    private void login(Command.Login login) {
        if (connection.device() != null) {
            refuse(login, ErrorCode.NOT_ALLOWED, "this connection is logged in already");
            return;
        }
        try {
            sessions.logins().login(login, connection, batch());
        } catch (LoginRefusedException refused) {
            loginRefused(login, refused.code());
            refuse(login, refused.code(), String.valueOf(refused.getMessage()));
        } catch (DirectoryUnavailableException down) {
            loginRefused(login, ErrorCode.UNAVAILABLE);
            refuse(login, ErrorCode.UNAVAILABLE, "the directory is down: try again later");
        } finally {
            connection.loginTried(sessions.nanoTime());
        }
    }

    private void loginRefused(Command.Login login, ErrorCode code) {
        if (!(login.credentials() instanceof Command.Resume)) {
            sessions.observer().loginRefused(code);
        }
    }

    private void logout(Command.Logout logout, Device sender) {
        if (connection.beginEnding(Disconnect.LOGOUT)) {
            acknowledge(logout);
            sessions.logins().depart(sender, LeaveReason.LEFT, logout.ack(), batch());
            batch().close(connection.outbox(), CloseReason.LOGOUT);
        } else {
            notCarriedOut(logout);
        }
    }

    /** Somebody else ended the connection in the meantime: the client may send the command again on the next. */
    private void notCarriedOut(Command command) {
        ResumableSession session = connection.session();
        if (session != null && command.ack() != null) {
            session.forget(command.ack());
        }
    }

    private void acknowledge(Command command) {
        Ack ack = command.ack();
        if (ack != null) {
            batch().reply(connection.inbox(), new Message.Acked(command.cmd(), ack, Message.Plain.INSTANCE));
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
            connection.end(refusal, CloseReason.AFTER_ERROR, tooOften, batch());
        } else {
            batch().reply(connection.inbox(), refusal);
        }
    }

    @Override
    public void heard() {
        connection.heard(sessions.nanoTime());
    }

    /**
     * Ends the batch, and now and then the reader's turn: nobody takes its carrier away from a virtual thread, and one that finds more to read each time
     * would keep it, while what others were sent waits to be written.
     */
    @Override
    @SuppressWarnings("ThreadPriorityCheck")
    public void batchEnd() {
        flush();
        if (++batches == BATCHES_A_TURN) {
            batches = 0;
            Thread.yield();
        }
    }

    private void flush() {
        if (batch != null) {
            batch.flush(connection.outbox());
            batch = null;
        }
    }

    @Override
    public void fault(ErrorCode code, String msg, CloseReason reason) {
        LOG.debug("{} closes a connection: {}", code, msg);
        connection.end(new Message.Refused(code, msg, null, null), reason, Disconnect.FRAMING, batch());
        flush();
    }

    @Override
    public void closed() {
        connection.closed(batch());
    }
}
