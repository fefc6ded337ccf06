package onechat.gateway;

/** Starts a server as its options say. Called by one thread. */
@FunctionalInterface
public interface ServerStarter {
    /**
     * A server whose ports all accept; blocks until they do.
     *
     * @throws StartException when it can't start; nothing of it is left running then
     */
    RunningServer start(ServerOptions options) throws StartException;
}
