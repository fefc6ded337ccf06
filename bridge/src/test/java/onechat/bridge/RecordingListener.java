package onechat.bridge;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import onechat.protocol.ErrorCode;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionListener;
import org.jspecify.annotations.Nullable;

/** Writes down what a connection brings, and can be made to hold its reader. Read by any thread. */
final class RecordingListener implements ConnectionListener {
    final Connection connection;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean overlapped;
    private volatile @Nullable CountDownLatch hold;

    RecordingListener(Connection connection) {
        this.connection = connection;
    }

    /** From now on the reader stays inside {@code payload} until {@link #release}. */
    void holdReader() {
        hold = new CountDownLatch(1);
    }

    void release() {
        CountDownLatch held = hold;
        hold = null;
        if (held != null) {
            held.countDown();
        }
    }

    /** The next event; fails if none comes. */
    String next() throws InterruptedException {
        String event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came");
        }
        return event;
    }

    /** The next event but for ends of batches. */
    String nextButBatchEnds() throws InterruptedException {
        String event = next();
        return event.equals("batchEnd") ? nextButBatchEnds() : event;
    }

    /** Whether nothing came that was not taken. */
    boolean isQuiet() {
        return events.isEmpty();
    }

    /** Whether two threads were ever in here at once. */
    boolean hasOverlapped() {
        return overlapped;
    }

    @Override
    public void payload(byte[] octets, int offset, int length) {
        record("payload " + new String(octets, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void heard() {
        record("heard");
    }

    @Override
    public void batchEnd() {
        record("batchEnd");
    }

    @Override
    public void fault(ErrorCode code, String msg, CloseReason reason) {
        record("fault " + code + " " + reason);
    }

    @Override
    public void closed() {
        record("closed");
    }

    private void record(String event) {
        if (inside.incrementAndGet() != 1) {
            overlapped = true;
        }
        events.add(event);
        CountDownLatch held = hold;
        if (held != null && event.startsWith("payload")) {
            awaitRelease(held);
        }
        inside.decrementAndGet();
    }

    private static void awaitRelease(CountDownLatch held) {
        try {
            if (!held.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("never released");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
