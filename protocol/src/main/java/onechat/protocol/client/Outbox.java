package onechat.protocol.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import onechat.protocol.FrameEncoder;
import org.jspecify.annotations.Nullable;

/** The payloads that wait to be written to one socket, bounded in octets. Filled by any thread without blocking, emptied by the writer thread. */
final class Outbox {
    /** As many octets of frames as the server keeps for a client. */
    static final int MAX_BYTES = 1 << 20;

    private static final long NEVER = Long.MAX_VALUE;

    private final Supplier<byte[]> heartbeat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> payloads = new ArrayDeque<>();
    private int frameBytes;
    private long beatNanos = NEVER;
    private long lastBeat = System.nanoTime();
    private boolean beatDue;
    private boolean closed;

    /**
     * An empty one.
     *
     * @param heartbeat makes the payload that shows that the client is alive, at the time that it is written
     */
    Outbox(Supplier<byte[]> heartbeat) {
        this.heartbeat = heartbeat;
    }

    /** Puts a payload at the end; an outbox that is closed drops it, as the next socket's gets whatever has no reply. */
    void offer(byte[] payload) throws NotSentException {
        lock.lock();
        try {
            if (FrameEncoder.frameBytes(payload.length) > MAX_BYTES - frameBytes) {
                throw new NotSentException("too many octets wait to be sent");
            }
            add(payload);
        } finally {
            lock.unlock();
        }
    }

    /** Puts a payload at the end that is bounded where it comes from. */
    void add(byte[] payload) {
        lock.lock();
        try {
            if (!closed) {
                payloads.addLast(payload);
                frameBytes += FrameEncoder.frameBytes(payload.length);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets a heartbeat be written at least so often from now on, whatever else is. */
    void beatEvery(long nanos) {
        lock.lock();
        try {
            beatNanos = nanos;
            lastBeat = System.nanoTime();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets a heartbeat be written before what waits. */
    void beat() {
        lock.lock();
        try {
            beatDue = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for payloads or the time of a heartbeat; all there are, framed, or null where it is closed. */
    byte @Nullable [] take() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long left = beatDue ? 0 : beatNanos - (System.nanoTime() - lastBeat);
                if (left <= 0) {
                    addHeartbeat();
                }
                if (!payloads.isEmpty()) {
                    return frames();
                }
                changed.awaitNanos(left);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Before the others, which it must not wait for. */
    private void addHeartbeat() {
        byte[] payload = heartbeat.get();
        payloads.addFirst(payload);
        frameBytes += FrameEncoder.frameBytes(payload.length);
        beatDue = false;
        lastBeat = System.nanoTime();
    }

    private byte[] frames() {
        byte[] frames = new byte[frameBytes];
        int at = 0;
        for (byte[] payload : payloads) {
            at = FrameEncoder.write(payload, frames, at);
        }
        payloads.clear();
        frameBytes = 0;
        return frames;
    }

    /** Drops what waits and takes nothing more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            payloads.clear();
            frameBytes = 0;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
