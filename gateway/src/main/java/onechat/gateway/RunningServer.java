package onechat.gateway;

/** A started server. Any thread may call it. */
public interface RunningServer {
    /** Where it listens, with the ports really used. */
    Endpoints endpoints();

    /**
     * Tells every client, closes the connections in order, and blocks until all is stopped. A second call changes
     * nothing.
     */
    void stop();
}
