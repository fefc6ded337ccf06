package onechat.protocol.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import onechat.protocol.FrameEncoder;
import org.jspecify.annotations.Nullable;

/** The payloads that wait to be written, bounded in octets. Filled by any thread without blocking, emptied by the writer thread. */
final class Outbox {
    /** As many octets of frames as the server keeps for a client. */
    static final int MAX_BYTES = 1 << 20;

    private static final long NEVER = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> payloads = new ArrayDeque<>();
    private int frameBytes;
    private long idleNanos = NEVER;
    private boolean closed;

    /** Puts a payload at the end. */
    void offer(byte[] payload) throws NotSentException {
        int bytes = FrameEncoder.frameBytes(payload.length);
        lock.lock();
        try {
            if (closed) {
                throw new NotSentException("the connection is closed");
            }
            if (bytes > MAX_BYTES - frameBytes) {
                throw new NotSentException("too many octets wait to be sent");
            }
            payloads.add(payload);
            frameBytes += bytes;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How long {@link #take} waits from now on. */
    void idleAfter(long nanos) {
        lock.lock();
        try {
            idleNanos = nanos;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for payloads; all there are, framed, or no octets where none came for the idle time, or null where it is closed. */
    byte @Nullable [] take() throws InterruptedException {
        lock.lock();
        try {
            long since = System.nanoTime();
            while (payloads.isEmpty() && !closed) {
                long left = idleNanos - (System.nanoTime() - since);
                if (left <= 0) {
                    return new byte[0];
                }
                changed.awaitNanos(left);
            }
            return closed ? null : frames();
        } finally {
            lock.unlock();
        }
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
