package onechat.protocol.client;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import onechat.protocol.Ack;
import onechat.protocol.ErrorCode;
import onechat.protocol.FramingException;
import onechat.protocol.MalformedPayloadException;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client's session going over one connection after another, until it ends or is lost (contract section 4). Its methods may be called by any
 * thread and don't block; a reader thread of its own does.
 */
final class SessionKeeper {
    /** Answers to a resume that another try may get past. */
    private static final Set<ErrorCode> PASSING =
            EnumSet.of(ErrorCode.TIMED_OUT, ErrorCode.TOO_MANY, ErrorCode.SERVER_FAULT, ErrorCode.UNAVAILABLE);

    private final ClientOptions options;
    private final OwnCommands own;
    private final Dialer dialer;
    private final Dialer.Line first;
    private final ClientSession session = new ClientSession();
    private final TimeAway timeAway;
    private final LastingFaults faults = new LastingFaults();
    private final Thread reader = new Thread(this::run, "onechat-client-reader");
    private final Commands commands;
    private final Incoming incoming;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Message.@Nullable Refused lastRefusal;
    private @Nullable Exception lastFailure;

    /**
     * A keeper that {@link #start} sets going.
     *
     * @param dialer makes the connections after the first
     * @param nanoTime what replies and times away are measured by
     */
    SessionKeeper(
            ClientOptions options,
            Dialer dialer,
            Dialer.Line first,
            OneChatListener listener,
            OwnCommands own,
            LongSupplier nanoTime,
            BackOff backOff) {
        this.options = options;
        this.own = own;
        this.dialer = dialer;
        this.first = first;
        this.timeAway = new TimeAway(nanoTime, backOff, session);
        this.reader.setDaemon(true);
        this.commands = new Commands(reader, nanoTime, options.replyTimeout().toNanos());
        this.incoming = new Incoming(commands, listener);
    }

    void start() {
        reader.start();
    }

    /** Puts a command behind those sent before. */
    CompletableFuture<Message.Acked> send(Ack ack, byte[] payload) {
        if (payload.length > options.maxPayloadBytes()) {
            return CompletableFuture.failedFuture(
                    new NotSentException("the payload is over " + options.maxPayloadBytes() + " octets"));
        }
        return commands.send(ack, payload);
    }

    /** Ends everything at once, whatever it waits for. */
    void close() {
        incoming.stop();
        commands.refuse();
        closing.countDown();
        dialer.close();
    }

    private void run() {
        Closed end = new Closed(Closed.How.LOST, null, new IOException("the reader failed"));
        try {
            end = keep();
        } catch (RuntimeException bug) {
            end = new Closed(Closed.How.LOST, incoming.error(), bug);
        } finally {
            dialer.close();
            commands.close(end.cause());
            incoming.closed(end);
        }
    }

    private Closed keep() {
        Closed end = speak(first);
        while (end == null) {
            end = waited();
            if (end == null) {
                end = tryAgain();
            }
        }
        return end;
    }

    /** Runs a connection to its end; null where the session is to be resumed. */
    private @Nullable Closed speak(Dialer.Line line) {
        Outbox outbox = new Outbox(() -> own.heartbeat(session));
        if (session.isKept()) {
            outbox.add(own.resume(session));
        }
        ClientConnection connection = new ClientConnection(line, outbox, session);
        Arrivals arrivals = new Arrivals(session, timeAway, commands, incoming, outbox);
        Exception cause = null;
        try {
            connection.start();
            connection.read(arrivals);
        } catch (IOException | FramingException | MalformedPayloadException e) {
            cause = e;
        } finally {
            connection.end();
        }
        return ended(arrivals, cause);
    }

    private @Nullable Closed ended(Arrivals arrivals, @Nullable Exception cause) {
        if (incoming.isOver()) {
            return new Closed(Closed.How.BY_CLIENT, incoming.error(), null);
        }
        if (!session.isKept()) {
            return new Closed(cause == null ? Closed.How.BY_SERVER : Closed.How.LOST, incoming.error(), cause);
        }
        lastRefusal = arrivals.refusal();
        lastFailure = cause;
        if (arrivals.isInSession()) {
            return broken(arrivals.error(), cause);
        }
        return lastRefusal == null || mayPass(lastRefusal) ? null : lost();
    }

    /** Not a server that drains and says when to come back: its sessions go with it. */
    private static boolean mayPass(Message.Refused refusal) {
        return PASSING.contains(refusal.code()) && refusal.retryAfterSeconds() == 0;
    }

    /** A connection that the session went on with is gone. */
    private @Nullable Closed broken(Message.@Nullable Refused error, @Nullable Exception cause) {
        if (faults.isLasting(error, cause, session.frames(), commands.answered())) {
            lastRefusal = error;
            return lost();
        }
        boolean told = timeAway.isBehind();
        timeAway.begin();
        if (!told) {
            incoming.reconnecting();
        }
        return null;
    }

    private Closed lost() {
        return new Closed(Closed.How.SESSION_LOST, lastRefusal, lastFailure);
    }

    private @Nullable Closed waited() {
        try {
            if (closing.await(timeAway.nanosToTheNextTry(), TimeUnit.NANOSECONDS)) {
                return new Closed(Closed.How.BY_CLIENT, incoming.error(), null);
            }
        } catch (InterruptedException e) {
            // Only a listener has this thread to interrupt, and what ends the wait is a close.
        }
        return timeAway.nanosLeft() == 0 ? lost() : null;
    }

    private @Nullable Closed tryAgain() {
        // The last try is worth a moment more.
        Duration left = Duration.ofNanos(timeAway.nanosLeft()).plusSeconds(1);
        Duration within = options.connectTimeout().compareTo(left) < 0 ? options.connectTimeout() : left;
        Dialer.Line next;
        try {
            // The answer to a resume needs no look into a directory: it comes as soon as a connection does.
            next = dialer.dial(within, within);
        } catch (IOException e) {
            lastFailure = e;
            return incoming.isOver() ? new Closed(Closed.How.BY_CLIENT, incoming.error(), null) : null;
        }
        return speak(next);
    }
}
