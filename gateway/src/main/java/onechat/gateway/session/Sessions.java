package onechat.gateway.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import onechat.gateway.signaling.Calls;
import onechat.gateway.signaling.Devices;
import onechat.gateway.signaling.RoomMembers;
import onechat.gateway.signaling.Signaling;
import onechat.protocol.CommandDecoder;
import onechat.protocol.ErrorCode;
import onechat.protocol.MessageEncoder;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionAcceptor;
import onechat.protocol.connection.ConnectionListener;

/** Takes connections of every edge in, and ends those whose time is over. Used by many threads at once. */
public final class Sessions implements ConnectionAcceptor {
    private final SessionOptions options;
    private final LongSupplier nanoClock;
    private final Calls calls;
    private final Signaling signaling;
    private final Logins logins;
    private final CommandDecoder decoder = new CommandDecoder();
    private final MessageEncoder encoder = new MessageEncoder();
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** What the directory knows, as sessions and signaling ask it. */
    public record Directory(Authenticator authenticator, UserRooms userRooms, RoomMembers roomMembers) {}

    /**
     * No connection is open yet.
     *
     * @param nanoClock monotonic, in nanoseconds, such as {@link System#nanoTime}
     */
    public Sessions(SessionOptions options, Directory directory, Devices devices, Calls calls, LongSupplier nanoClock) {
        this.options = options;
        this.nanoClock = nanoClock;
        this.calls = calls;
        this.signaling = new Signaling(devices, directory.roomMembers(), calls, nanoClock);
        this.logins = new Logins(directory.authenticator(), directory.userRooms(), devices, calls, signaling, options);
    }

    @Override
    public ConnectionListener accept(Connection connection) {
        ClientConnection client = new ClientConnection(connection, this);
        open.add(client);
        if (draining) {
            tellDraining(client, newBatch());
        }
        return client;
    }

    /** Ends what is over by now: rings, sessions, logins that did not come, clients that fell silent or do not read. To be called several times a second. */
    public void sweep() {
        long now = nanoClock.getAsLong();
        Batch batch = newBatch();
        calls.endRings(now, batch);
        logins.endSessions(now, batch);
        for (ClientConnection client : open) {
            client.sweep(now, batch);
        }
        batch.flush();
    }

    /** Tells every client that the server is draining (10503), and closes it; from now on a new one is told the same. */
    public void drain() {
        draining = true;
        logins.drain();
        Batch batch = newBatch();
        for (ClientConnection client : open) {
            tellDraining(client, batch);
        }
        batch.flush();
    }

    private static void tellDraining(ClientConnection client, Batch batch) {
        client.end(ErrorCode.UNAVAILABLE, "the server is draining: connect again", batch);
        batch.flush();
    }

    /** Cuts every connection that is still open. */
    public void abort() {
        open.forEach(ClientConnection::abort);
    }

    /** How many connections are open, logged in or not. */
    public int openConnections() {
        return open.size();
    }

    void forget(ClientConnection client) {
        open.remove(client);
    }

    Batch newBatch() {
        return new Batch(encoder);
    }

    long nanoTime() {
        return nanoClock.getAsLong();
    }

    SessionOptions options() {
        return options;
    }

    CommandDecoder decoder() {
        return decoder;
    }

    Signaling signaling() {
        return signaling;
    }

    Logins logins() {
        return logins;
    }
}
