package onechat.protocol.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import onechat.protocol.Ack;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * The commands under way, and whom to tell when their replies come. Used by any thread; replies are completed by the reader thread alone,
 * with no lock held.
 */
final class Replies {
    /** What the server lets a connection send in one burst; a client that waits for more is not waiting for replies. */
    static final int MAX_AWAITED = 1_024;

    private final Thread reader;
    private final LongSupplier nanoTime;
    private final long timeoutNanos;
    /** The oldest first. */
    private final Map<Ack, Awaited> awaited = new LinkedHashMap<>();

    private boolean closed;

    /**
     * No commands yet.
     *
     * @param reader the thread that completes replies
     */
    Replies(Thread reader, LongSupplier nanoTime, long timeoutNanos) {
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.timeoutNanos = timeoutNanos;
    }

    private record Awaited(Reply<Message.Acked> reply, long sentNanos) {}

    /** Expects the reply to a command that is about to be sent. */
    CompletableFuture<Message.Acked> await(Ack ack) throws NotSentException {
        Reply<Message.Acked> reply = new Reply<>(reader);
        synchronized (awaited) {
            if (closed) {
                throw new NotSentException("the connection is closed");
            }
            if (awaited.size() >= MAX_AWAITED) {
                throw new NotSentException("too many commands wait for their replies");
            }
            awaited.put(ack, new Awaited(reply, nanoTime.getAsLong()));
        }
        return reply;
    }

    /** The command was not sent after all. */
    void forget(Ack ack) {
        take(ack);
    }

    /** The command was carried out. A reply that nobody waits for any longer is passed over. */
    void acked(Message.Acked acked) {
        Awaited command = take(acked.ack());
        if (command != null) {
            command.reply().complete(acked);
        }
    }

    /** Whether the error is the reply to a command under way, which has failed now. */
    boolean refused(Message.Refused refused) {
        Awaited command = refused.ack() == null ? null : take(refused.ack());
        if (command == null) {
            return false;
        }
        command.reply().completeExceptionally(new RefusedByServerException(refused));
        return true;
    }

    /** Fails what has waited for longer than the time-out. */
    void expire() {
        long now = nanoTime.getAsLong();
        for (Awaited command : takeUntil(now - timeoutNanos)) {
            command.reply().completeExceptionally(new TimeoutException("no reply in time"));
        }
    }

    private List<Awaited> takeUntil(long sentNanos) {
        List<Awaited> expired = new ArrayList<>();
        synchronized (awaited) {
            Iterator<Awaited> oldestFirst = awaited.values().iterator();
            while (oldestFirst.hasNext()) {
                Awaited command = oldestFirst.next();
                if (command.sentNanos() - sentNanos > 0) {
                    break;
                }
                oldestFirst.remove();
                expired.add(command);
            }
        }
        return expired;
    }

    /** Fails everything under way, and whatever is asked from now on. */
    void close(@Nullable Exception cause) {
        List<Awaited> lost;
        synchronized (awaited) {
            closed = true;
            lost = List.copyOf(awaited.values());
            awaited.clear();
        }
        for (Awaited command : lost) {
            command.reply().completeExceptionally(new ConnectionLostException(cause));
        }
    }

    private @Nullable Awaited take(Ack ack) {
        synchronized (awaited) {
            return awaited.remove(ack);
        }
    }
}
