package onechat.protocol.client;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Closes a socket that is not connected in time, TLS included. Used by the thread that connects; a thread of its own waits, until it is met at
 * the longest.
 *
 * <p>A socket's own time-out bounds each read alone: a server that drips octets would be waited for for ever.
 */
final class Deadline {
    private enum State {
        AHEAD,
        MET,
        MISSED
    }

    private final Socket network;
    private final long nanos;
    private final AtomicReference<State> state = new AtomicReference<>(State.AHEAD);
    private final CountDownLatch met = new CountDownLatch(1);

    private Deadline(Socket network, long nanos) {
        this.network = network;
        this.nanos = nanos;
    }

    /** Watches a socket until {@code nanos} from now. */
    static Deadline watching(Socket network, long nanos) {
        Deadline deadline = new Deadline(network, nanos);
        Thread watchdog = new Thread(deadline::watch, "onechat-client-deadline");
        watchdog.setDaemon(true);
        watchdog.start();
        return deadline;
    }

    /** Says that the work is done; false where it came too late, and the socket is closed. It may be said again. */
    boolean meet() {
        boolean inTime = state.compareAndSet(State.AHEAD, State.MET) || state.get() == State.MET;
        met.countDown();
        return inTime;
    }

    private void watch() {
        try {
            if (!met.await(nanos, TimeUnit.NANOSECONDS) && state.compareAndSet(State.AHEAD, State.MISSED)) {
                network.close();
            }
        } catch (InterruptedException | IOException nothingLeftToDo) {
            // Nobody interrupts it, and a socket that can't be closed is gone.
            state.compareAndSet(State.AHEAD, State.MISSED);
        }
    }
}
