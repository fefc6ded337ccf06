package onechat.bridge;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionAcceptor;
import onechat.protocol.connection.ConnectionListener;

/** Gives every connection a listener that records. Safe for use by any thread. */
final class RecordingAcceptor implements ConnectionAcceptor {
    private final BlockingQueue<RecordingListener> accepted = new LinkedBlockingQueue<>();

    @Override
    public ConnectionListener accept(Connection connection) {
        RecordingListener listener = new RecordingListener(connection);
        accepted.add(listener);
        return listener;
    }

    /** The listener of the next connection in the order of their opening; fails if none opens. */
    RecordingListener next() throws InterruptedException {
        RecordingListener listener = accepted.poll(20, TimeUnit.SECONDS);
        if (listener == null) {
            throw new AssertionError("no connection was accepted");
        }
        return listener;
    }

    boolean isEmpty() {
        return accepted.isEmpty();
    }
}
