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
import onechat.protocol.FrameEncoder;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * The commands that have no reply yet, and whom to tell when it comes; they outlive the socket that they were written to. Used by any thread;
 * replies are completed by the reader thread alone, with no lock held.
 */
final class Commands {
    /** All can be sent again in the one burst of 1,000 that the server allows, with room for a login and heartbeats. */
    static final int MAX_AWAITED = 900;

    private final Thread reader;
    private final LongSupplier nanoTime;
    private final long timeoutNanos;
    /** The oldest first, which is the order in which they are sent. */
    private final Map<Ack, Awaited> awaited = new LinkedHashMap<>();

    private int frameBytes;
    private long answered;
    private @Nullable Outbox outbox;
    private boolean closed;

    /**
     * No commands yet, and nowhere to send them.
     *
     * @param reader the thread that completes replies
     * @param nanoTime what replies are timed by
     */
    Commands(Thread reader, LongSupplier nanoTime, long timeoutNanos) {
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.timeoutNanos = timeoutNanos;
    }

    /** A command that has no reply. */
    private static final class Awaited {
        private final Reply<Message.Acked> reply;
        private final byte[] payload;
        private long sentNanos;

        Awaited(Reply<Message.Acked> reply, byte[] payload, long sentNanos) {
            this.reply = reply;
            this.payload = payload;
            this.sentNanos = sentNanos;
        }

        int frameBytes() {
            return FrameEncoder.frameBytes(payload.length);
        }
    }

    /** Sends a command behind those before it, now or as soon as there is a socket to send it to. */
    CompletableFuture<Message.Acked> send(Ack ack, byte[] payload) {
        Awaited command = new Awaited(new Reply<>(reader), payload, nanoTime.getAsLong());
        try {
            synchronized (awaited) {
                requireRoom(command.frameBytes());
                if (outbox != null) {
                    outbox.offer(payload);
                }
                awaited.put(ack, command);
                frameBytes += command.frameBytes();
            }
        } catch (NotSentException e) {
            command.reply.completeExceptionally(e);
        }
        return command.reply;
    }

    private void requireRoom(int bytes) throws NotSentException {
        if (closed) {
            throw new NotSentException("the connection is closed");
        }
        if (awaited.size() >= MAX_AWAITED) {
            throw new NotSentException("too many commands wait for their replies");
        }
        if (bytes > Outbox.MAX_BYTES - frameBytes) {
            throw new NotSentException("too many octets wait for their replies");
        }
    }

    /** Sends everything that has no reply, in order, and from now on what comes behind; each reply's time begins anew. */
    void attach(Outbox socket) {
        long now = nanoTime.getAsLong();
        synchronized (awaited) {
            for (Awaited command : awaited.values()) {
                command.sentNanos = now;
                socket.add(command.payload);
            }
            outbox = socket;
        }
    }

    /** The command was carried out. A reply that nobody waits for any longer is passed over. */
    void acked(Message.Acked acked) {
        Awaited command = take(acked.ack());
        if (command != null) {
            command.reply.complete(acked);
        }
    }

    /** Whether the error is the reply to a command under way, which has failed now. */
    boolean refused(Message.Refused refused) {
        Awaited command = refused.ack() == null ? null : take(refused.ack());
        if (command == null) {
            return false;
        }
        command.reply.completeExceptionally(new RefusedByServerException(refused));
        return true;
    }

    /** How many commands have got their replies. */
    long answered() {
        synchronized (awaited) {
            return answered;
        }
    }

    /** Fails what has waited for longer than the time-out. */
    void expire() {
        long now = nanoTime.getAsLong();
        for (Awaited command : takeUntil(now - timeoutNanos)) {
            command.reply.completeExceptionally(new TimeoutException("no reply in time"));
        }
    }

    private List<Awaited> takeUntil(long sentNanos) {
        List<Awaited> expired = new ArrayList<>();
        synchronized (awaited) {
            Iterator<Awaited> oldestFirst = awaited.values().iterator();
            while (oldestFirst.hasNext()) {
                Awaited command = oldestFirst.next();
                if (command.sentNanos - sentNanos > 0) {
                    break;
                }
                oldestFirst.remove();
                frameBytes -= command.frameBytes();
                expired.add(command);
            }
        }
        return expired;
    }

    /** Takes nothing more. */
    void refuse() {
        synchronized (awaited) {
            closed = true;
        }
    }

    /** Fails everything under way, and whatever is asked from now on. */
    void close(@Nullable Exception cause) {
        List<Awaited> lost;
        synchronized (awaited) {
            closed = true;
            lost = List.copyOf(awaited.values());
            awaited.clear();
            frameBytes = 0;
        }
        for (Awaited command : lost) {
            command.reply.completeExceptionally(new ConnectionLostException(cause));
        }
    }

    private @Nullable Awaited take(Ack ack) {
        synchronized (awaited) {
            Awaited command = awaited.remove(ack);
            if (command != null) {
                answered++;
                frameBytes -= command.frameBytes();
            }
            return command;
        }
    }
}
