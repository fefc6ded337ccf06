package onechat.gateway.session;

import java.util.ArrayList;
import java.util.List;
import onechat.gateway.signaling.Delivery;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.Inbox;
import onechat.protocol.Message;
import onechat.protocol.MessageEncoder;
import onechat.protocol.connection.CloseReason;

/**
 * Puts messages, each encoded once, into inboxes, and lets them go out together when the batch ends. Confined to one thread.
 *
 * <p>It must be flushed before its thread blocks on anything but the network read that begins the next batch.
 */
final class Batch implements Delivery {
    private static final int MAX_TOUCHED = 64;

    private final MessageEncoder encoder;
    private final SessionObserver observer;
    private final List<Inbox> touched = new ArrayList<>(2);

    Batch(MessageEncoder encoder, SessionObserver observer) {
        this.encoder = encoder;
        this.observer = observer;
    }

    @Override
    public void deliver(List<Device> to, Message message) {
        if (!to.isEmpty()) {
            byte[] payload = encode(message);
            for (Device device : to) {
                offer(device.inbox(), message, payload);
            }
        }
    }

    @Override
    public void deliver(Device to, Message message) {
        reply(to.inbox(), message);
    }

    /** Puts a message into one inbox, whose device may not be known yet. */
    void reply(Inbox inbox, Message message) {
        offer(inbox, message, encode(message));
    }

    /** Puts what a client missed into its new connection's outbox. */
    void replay(Outbox outbox, List<byte[]> missed) {
        outbox.replay(missed);
        touch(outbox);
    }

    /** Puts the last message into an outbox, and lets its connection be closed behind it. */
    void replyAndClose(Outbox outbox, Message message, CloseReason reason) {
        outbox.offer(message, encode(message));
        close(outbox, reason);
    }

    /** The same for a session that waits for its client, which is told now, or when it is back; false where it does not wait. */
    boolean replyAndLose(ResumableSession session, ClientConnection ending, Message message, long nowNanos) {
        return session.lose(ending, message, encode(message), nowNanos);
    }

    /** Lets a connection be closed when what waits for it is out. */
    void close(Outbox outbox, CloseReason reason) {
        outbox.close(reason);
        // Only now: a flush before it would find nothing to close, and none need come after it.
        touch(outbox);
    }

    private byte[] encode(Message message) {
        if (message instanceof Message.Refused refused) {
            observer.error(refused.code());
        }
        return encoder.encode(message);
    }

    private void offer(Inbox inbox, Message message, byte[] payload) {
        inbox.offer(message, payload);
        touch(inbox);
    }

    private void touch(Inbox inbox) {
        if (!touched.contains(inbox)) {
            touched.add(inbox);
            if (touched.size() == MAX_TOUCHED) {
                flush();
            }
        }
    }

    /** Lets everything go out that was put in since the last time. */
    void flush() {
        touched.forEach(Inbox::flush);
        touched.clear();
    }

    /** The same, where the calling thread is the reader of {@code own} and writes that one by itself, last. */
    void flush(Outbox own) {
        boolean ownToo = false;
        for (int i = touched.size() - 1; i >= 0; i--) {
            if (goesTo(own, touched.get(i))) {
                touched.remove(i);
                ownToo = true;
            }
        }
        flush();
        if (ownToo) {
            own.flushHere();
        }
    }

    private static boolean goesTo(Outbox own, Inbox inbox) {
        return inbox == own || (inbox instanceof ResumableSession session && session.writesTo(own));
    }
}
