package onechat.protocol.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import onechat.protocol.Command;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/** What a client knows of its session, over all sockets (contract section 4). Written by the reader thread, read by any. */
final class ClientSession {
    /** A server that is silent for as many heartbeats is lost, as a client is (contract section 3). */
    static final int HEARTBEATS_TO_LOSS = 3;

    private static final long MAX_HEARTBEAT_SECONDS = TimeUnit.HOURS.toSeconds(1);
    private static final long MAX_WINDOW_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private final AtomicLong received = new AtomicLong();
    private volatile @Nullable String id;
    private volatile boolean loggedIn;
    private volatile boolean over;
    private volatile long heartbeatSeconds;
    private volatile long windowSeconds;

    /** The server acked the login; frames count from here on. */
    void began(Message.OfLogin login) {
        if (!loggedIn) {
            heartbeatSeconds = Math.max(0, Math.min(login.heartbeatSeconds(), MAX_HEARTBEAT_SECONDS));
            windowSeconds = Math.max(0, Math.min(login.resumeWindowSeconds(), MAX_WINDOW_SECONDS));
            id = login.session();
            loggedIn = true;
        }
    }

    boolean isLoggedIn() {
        return loggedIn;
    }

    /** How often each side shows that it is alive; 0 where the server doesn't say. */
    long heartbeatSeconds() {
        return heartbeatSeconds;
    }

    /** The server said that it keeps the session no longer than the connection. */
    void ended() {
        over = true;
    }

    /** Whether the server keeps the session when its connection breaks. */
    boolean isKept() {
        return id != null && !over;
    }

    /** Whether the server wants to know how many frames were received. */
    boolean isCounted() {
        return id != null;
    }

    /** A frame has been processed. */
    void count() {
        received.incrementAndGet();
    }

    /** How many frames have been processed. */
    long frames() {
        return received.get();
    }

    /** How many frames have been processed, or null where nobody wants to know. */
    @Nullable
    Long received() {
        return isCounted() ? Long.valueOf(frames()) : null;
    }

    /** What a login rests on that continues the session. */
    Command.Resume credentials() {
        String session = id;
        if (session == null) {
            throw new IllegalStateException("there is no session to resume");
        }
        return new Command.Resume(session, frames());
    }

    /** After how long away the server has surely ended the session: it may notice a loss later than the client. */
    long nanosToTheEnd() {
        return TimeUnit.SECONDS.toNanos(windowSeconds + HEARTBEATS_TO_LOSS * heartbeatSeconds);
    }
}
