package onechat.gateway.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import onechat.gateway.signaling.Calls;
import onechat.gateway.signaling.Devices;
import onechat.gateway.signaling.IceServers;
import onechat.gateway.signaling.RoomMembers;
import onechat.gateway.signaling.Signaling;
import onechat.protocol.CommandDecoder;
import onechat.protocol.ErrorCode;
import onechat.protocol.Message;
import onechat.protocol.MessageEncoder;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionAcceptor;
import onechat.protocol.connection.ConnectionListener;

/** Takes connections of every edge in, and ends those whose time is over. Used by many threads at once. */
public final class Sessions implements ConnectionAcceptor {
    /** Connections beyond the limits that are being told so; what comes on top is cut without a word. */
    private static final int MAX_BEING_REFUSED = 1_024;
    /** How many clients of a server that drains should come back in one second, so that they don't all at once. */
    private static final int RETURNS_A_SECOND = 200;

    private static final int LEAST_RETRY_SECONDS = 5;
    private static final int MOST_RETRY_SECONDS = 120;

    private final SessionOptions options;
    private final LongSupplier nanoClock;
    private final SessionObserver observer;
    private final EventLog log = new EventLog();
    private final ConnectionLimits limits;
    private final CommandRate commandRate;
    private final Calls calls;
    private final Signaling signaling;
    private final Logins logins;
    private final CommandDecoder decoder = new CommandDecoder();
    private final MessageEncoder encoder = new MessageEncoder();
    private final SessionThreads threads;
    private final Outboxes outboxes;
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean draining;

    /** What the directory knows, as sessions and signaling ask it. */
    public record Directory(Authenticator authenticator, UserRooms userRooms, RoomMembers roomMembers) {}

    /**
     * No connection is open yet.
     *
     * @param nanoClock monotonic, in nanoseconds, such as {@link System#nanoTime}
     */
    public Sessions(
            SessionOptions options,
            Directory directory,
            Devices devices,
            Calls calls,
            IceServers iceServers,
            SessionObserver observer,
            LongSupplier nanoClock) {
        this(options, directory, devices, calls, iceServers, observer, nanoClock, new SessionThreads());
    }

    /** The same with threads of the caller's. */
    Sessions(
            SessionOptions options,
            Directory directory,
            Devices devices,
            Calls calls,
            IceServers iceServers,
            SessionObserver observer,
            LongSupplier nanoClock,
            SessionThreads threads) {
        this.threads = threads;
        this.outboxes = new Outboxes(options.maxOutboxBytes(), threads, observer, nanoClock);
        this.options = options;
        this.observer = observer;
        this.limits = new ConnectionLimits(options.maxConnections(), options.maxConnectionsPerAddress());
        this.commandRate = new CommandRate(options.commandRate());
        this.nanoClock = nanoClock;
        this.calls = calls;
        this.signaling = new Signaling(devices, directory.roomMembers(), calls, iceServers, nanoClock);
        this.logins = new Logins(
                directory.authenticator(), directory.userRooms(), devices, calls, signaling, options, observer, log);
    }

    @Override
    public ConnectionListener accept(Connection connection) {
        ConnectionLimits.Admission admission = limits.enter(connection.remoteAddress());
        ClientConnection client = new ClientConnection(
                connection, this, accepted.incrementAndGet(), admission == ConnectionLimits.Admission.ADMITTED);
        open.add(client);
        if (admission != ConnectionLimits.Admission.ADMITTED) {
            log.refused(admission);
        }
        switch (admission) {
            case ADMITTED -> {
                if (draining) {
                    tellDraining(client, newBatch());
                }
            }
            case TOO_MANY -> refuse(client, ErrorCode.UNAVAILABLE, "the server is full: try again later");
            case TOO_MANY_OF_NETWORK -> refuse(client, ErrorCode.TOO_MANY, "too many connections from your address");
        }
        return new CommandReader(client, this);
    }

    /** Who is one too many is told so, unless too many others are being told already. */
    private void refuse(ClientConnection client, ErrorCode code, String msg) {
        Batch batch = newBatch();
        client.end(
                new Message.Refused(code, msg, null, null),
                CloseReason.AFTER_ERROR,
                Disconnect.TOO_MANY_CONNECTIONS,
                batch);
        batch.flush();
        if (open.size() - limits.admitted() > MAX_BEING_REFUSED) {
            client.abort();
        }
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
        log.sweep(now);
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

    private void tellDraining(ClientConnection client, Batch batch) {
        int clients = open.size();
        long spread = Math.clamp(clients / RETURNS_A_SECOND, LEAST_RETRY_SECONDS, MOST_RETRY_SECONDS);
        long retryAfter = ThreadLocalRandom.current().nextLong(1, spread + 1);
        Message.Refused draining = new Message.Refused(
                ErrorCode.UNAVAILABLE, "the server is draining: connect again", null, null, retryAfter);
        client.end(draining, CloseReason.DRAINING, Disconnect.DRAINING, batch);
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

    /** How many devices are logged in, those included whose clients are away. */
    public int loggedIn() {
        return logins.sessions();
    }

    /** How many sessions wait for their clients. */
    public int away() {
        return logins.resumables().away();
    }

    /** How many frames are kept for clients that may come back. */
    public long keptFrames() {
        return logins.resumables().keptFrames();
    }

    /** How many octets wait to be written, or are being written. */
    public long outboxBytes() {
        return open.stream().mapToLong(client -> client.outbox().bytes()).sum();
    }

    void forget(ClientConnection client) {
        open.remove(client);
        if (client.isAdmitted()) {
            limits.leave(client.remoteAddress());
        }
    }

    Batch newBatch() {
        return new Batch(encoder, observer);
    }

    SessionThreads threads() {
        return threads;
    }

    EventLog log() {
        return log;
    }

    SessionObserver observer() {
        return observer;
    }

    long nanoTime() {
        return nanoClock.getAsLong();
    }

    SessionOptions options() {
        return options;
    }

    Outboxes outboxes() {
        return outboxes;
    }

    CommandRate commandRate() {
        return commandRate;
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
