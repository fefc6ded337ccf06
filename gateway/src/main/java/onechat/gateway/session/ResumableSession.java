package onechat.gateway.session;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.Inbox;
import onechat.protocol.Ack;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows of one logged-in device that can go on with another connection: what the client may not have got, and what it was
 * replied (contract section 4). Used by many threads at once.
 *
 * <p>Its commands are carried out one at a time, each by who holds the {@link #turn}, on whichever connection they come; another connection takes over
 * in a turn too. So nothing that was read from the old one is carried out behind what comes from the new one.
 */
final class ResumableSession implements Inbox {
    private final SessionKey key;
    private final Device device;
    /** All sessions whose clients are away; this one stands there, by its own lock, while {@link #connection} is null. */
    private final Set<ResumableSession> away;

    private final KeptFrames kept = new KeptFrames();
    /** Null until there is one: who only pings has none. */
    private @Nullable RememberedReplies replies;

    /** Null while the client is away. */
    private @Nullable ClientConnection connection;

    private long awaySinceNanos;
    /** How many frames the session had when its client went away: no connection had those that came since. */
    private long sentWhenLost;

    private boolean ended;

    /**
     * A device that logs in on a connection.
     *
     * @param away the sessions whose clients are away, for many threads at once
     */
    ResumableSession(
            SessionKey key,
            Set<ResumableSession> away,
            long user,
            @Nullable String deviceName,
            ClientConnection connection) {
        this.key = key;
        this.away = away;
        this.device = new Device(user, deviceName, this);
        this.connection = connection;
    }

    /** The session of a device, or null where it has none that can be resumed. */
    static @Nullable ResumableSession of(Device device) {
        return device.inbox() instanceof ResumableSession session ? session : null;
    }

    SessionKey key() {
        return key;
    }

    Device device() {
        return device;
    }

    /** What is to be synchronized on while a command of the session is carried out. */
    Object turn() {
        return key; // any object that nobody else holds would do, and this one costs nothing
    }

    /** Whether a command did not come before; it is under way from now on. Called in a turn. */
    synchronized boolean begin(Ack ack) {
        if (replies == null) {
            replies = new RememberedReplies();
        }
        return replies.begin(ack);
    }

    /** A command that was new is not carried out after all. Called in the same turn. */
    synchronized void forget(Ack ack) {
        if (replies != null) {
            replies.forget(ack);
        }
    }

    /** The reply to a command that came before, or null where that is still to come. */
    synchronized @Nullable Message replyTo(Ack ack) {
        return replies == null ? null : replies.replyTo(ack);
    }

    @Override
    public synchronized void offer(Message message, byte[] payload) {
        if (ended) {
            return;
        }
        if (replies != null) {
            replies.said(message);
        }
        kept.add(payload);
        if (connection != null) {
            connection.outbox().offer(message, payload);
        }
    }

    @Override
    public void flush() {
        Outbox outbox;
        synchronized (this) {
            outbox = connection == null ? null : connection.outbox();
        }
        if (outbox != null) {
            outbox.flush();
        }
    }

    /** Whether what it is offered goes to that outbox now. */
    synchronized boolean writesTo(Outbox outbox) {
        return connection != null && connection.outbox() == outbox;
    }

    /** The client says how many frames it got; false where that is more than there were. */
    synchronized boolean received(long count) {
        if (count > kept.sent()) {
            return false;
        }
        kept.received(count);
        return true;
    }

    /** What becomes of a client that comes back. */
    sealed interface Continuation {}

    /**
     * It goes on with the new connection.
     *
     * @param instead the connection that it had until now, or null where it was away
     * @param replayed how many frames the new one gets again
     */
    record Continued(@Nullable ClientConnection instead, int replayed) implements Continuation {}

    /** The connection is ending itself, and says why; the session waits for another one. */
    record TooLate() implements Continuation {}

    /** The session has ended, or went on with a connection that was made later. */
    record Ended() implements Continuation {}

    /** The client says that it got more than was sent. */
    record NeverSent() implements Continuation {}

    /** Frames that the client needs are no longer held: nobody can go on with the session. */
    record FramesGone() implements Continuation {}

    /**
     * Lets the client go on with another connection, which first gets what it missed. Called in a turn.
     *
     * @param received how many frames the client got
     * @param replay takes the frames behind those, before any other goes to the connection
     */
    synchronized Continuation continueOn(ClientConnection next, long received, Consumer<List<byte[]>> replay) {
        if (ended || (connection != null && connection.number() > next.number())) {
            return new Ended();
        }
        if (received > kept.sent()) {
            return new NeverSent();
        }
        if (received < kept.dropped()) {
            return new FramesGone();
        }
        if (!next.adopt(device)) {
            return new TooLate();
        }
        ClientConnection before = connection;
        List<byte[]> missed = kept.after(received);
        kept.received(received);
        replay.accept(missed);
        connection = next;
        away.remove(this);
        return new Continued(before, missed.size());
    }

    /** The connection is gone; false where the session does not wait for its client: it has another one, or has ended. */
    synchronized boolean lose(ClientConnection gone, long nowNanos) {
        if (ended || connection != gone) {
            return false;
        }
        connection = null;
        awaySinceNanos = nowNanos;
        sentWhenLost = kept.sent();
        away.add(this);
        return true;
    }

    /** The same with a last message for the client, which it gets now or when it is back. */
    synchronized boolean lose(ClientConnection ending, Message last, byte[] payload, long nowNanos) {
        if (connection == ending) {
            offer(last, payload);
        }
        return lose(ending, nowNanos);
    }

    /** Ends it where its client has been away for too long, or has missed what is no longer held; false where it goes on. */
    synchronized boolean endIfOver(long nowNanos, long windowNanos) {
        boolean over = !ended
                && connection == null
                && (nowNanos - awaySinceNanos >= windowNanos || kept.dropped() > sentWhenLost);
        if (over) {
            end();
        }
        return over;
    }

    /** Ends it: nobody goes on with it. Returns the connection that it has, or null where its client is away. */
    synchronized @Nullable ClientConnection end() {
        ended = true;
        away.remove(this);
        return connection;
    }

    /** The frames that are kept for it, for the counters. */
    synchronized long keptFrames() {
        return ended ? 0 : kept.sent() - kept.dropped();
    }
}
