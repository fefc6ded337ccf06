package onechat.gateway.session;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import onechat.gateway.session.ConnectionLimits.Admission;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes a line for each event in the life of connections and sessions that an operator needs to know of, with ids and nothing that a client
 * wrote. Used by many threads at once.
 */
final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(10);

    private final AtomicLong refusedAsFull = new AtomicLong();
    private final AtomicLong refusedOfAddress = new AtomicLong();
    /** The sweeper's own. */
    private @Nullable Long refusalsToldNanos;

    /** A device logged in. */
    void loggedIn(long user, long connection) {
        of(LOG.atInfo(), user, connection).log("login");
    }

    /** A session goes on with a connection, which got so many frames again. */
    void resumed(long user, long connection, int replayed) {
        of(LOG.atInfo(), user, connection).addKeyValue("replayed", replayed).log("resumed");
    }

    /** The connection of a session is gone, and it waits for its client. */
    void away(long user, long connection, Disconnect why) {
        of(LOG.atInfo(), user, connection).addKeyValue("why", word(why)).log("away");
    }

    /** A session ended while its client was away. */
    void sessionOver(long user) {
        LOG.atInfo().addKeyValue("user", user).log("session over");
    }

    /** A connection ended, and its device's session with it, or that goes on elsewhere. */
    void disconnected(long user, long connection, Disconnect why) {
        switch (why) {
            case LOGOUT -> of(LOG.atInfo(), user, connection).log("logged out");
            case DRAINING -> ended(LOG.atDebug(), user, connection, why); // all of them at once
            default -> ended(LOG.atInfo(), user, connection, why);
        }
    }

    private static void ended(LoggingEventBuilder line, long user, long connection, Disconnect why) {
        of(line, user, connection).addKeyValue("why", word(why)).log("disconnected");
    }

    /** A connection ended on which nobody had logged in. */
    void closed(long connection, Disconnect why) {
        LOG.atDebug()
                .addKeyValue("connection", connection)
                .addKeyValue("why", word(why))
                .log("closed");
    }

    /** A connection is one too many. */
    void refused(Admission limit) {
        (limit == Admission.TOO_MANY ? refusedAsFull : refusedOfAddress).incrementAndGet();
    }

    /** Tells of the connections that were refused since the last time, when that is long ago. Called by one thread, regularly. */
    void sweep(long nowNanos) {
        Long told = refusalsToldNanos;
        if (told != null && nowNanos - told < BETWEEN_REFUSALS.toNanos()) {
            return;
        }
        long full = refusedAsFull.getAndSet(0);
        long ofAddress = refusedOfAddress.getAndSet(0);
        if (full + ofAddress > 0) {
            refusalsToldNanos = nowNanos;
            LOG.atWarn()
                    .addKeyValue("server_full", full)
                    .addKeyValue("address_full", ofAddress)
                    .log("connections refused");
        }
    }

    private static LoggingEventBuilder of(LoggingEventBuilder line, long user, long connection) {
        return line.addKeyValue("user", user).addKeyValue("connection", connection);
    }

    private static String word(Disconnect why) {
        return why.name().toLowerCase(Locale.ROOT);
    }
}
