package onechat.gateway;

/** How the process learns that it is to end. Called by the main thread. */
interface Shutdown {
    /** Has the server stopped, once, when the process is told to end. */
    void stopAtEnd(RunningServer server);

    /** Blocks until the process is to end. */
    void await() throws InterruptedException;
}
