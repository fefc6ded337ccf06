package onechat.gateway;

import java.time.Duration;

/** A started server. Any thread may call it. */
public interface RunningServer {
    /** Where it listens, with the ports really used. */
    Endpoints endpoints();

    /**
     * Tells every client, closes the connections in order, and blocks until all is stopped. A second call changes
     * nothing.
     */
    void stop();

    /** How long the process may take to end, {@link #stop} included; past it, it ends all the same. */
    Duration stopLimit();
}
