package onechat.gateway.session;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import onechat.protocol.connection.Connection;

/**
 * What the outboxes of all connections have in common. Immutable.
 *
 * @param maxBytes how many octets may wait in one; 0 for no bound
 * @param threads run what writes them; must not block who asks them to
 * @param nanoClock what relays are timed by
 */
record Outboxes(int maxBytes, Executor threads, SessionObserver observer, LongSupplier nanoClock) {

    /** One in which nothing waits. */
    Outbox of(Connection connection) {
        return new Outbox(connection, this);
    }

    boolean isTooMuch(long bytes) {
        return maxBytes > 0 && bytes > maxBytes;
    }
}
