package onechat.gateway.session;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the open connections, in all and of each network, against their limits. Used by many threads at once. */
final class ConnectionLimits {
    /** What becomes of a connection. */
    enum Admission {
        ADMITTED,
        TOO_MANY,
        TOO_MANY_OF_NETWORK
    }

    private final int maxInAll;
    private final int maxOfNetwork;
    private final AtomicInteger inAll = new AtomicInteger();
    private final Map<Long, Integer> ofNetwork = new ConcurrentHashMap<>();

    /**
     * None is open.
     *
     * @param maxInAll 0 for no limit
     * @param maxOfNetwork 0 for no limit
     */
    ConnectionLimits(int maxInAll, int maxOfNetwork) {
        this.maxInAll = maxInAll;
        this.maxOfNetwork = maxOfNetwork;
    }

    /** Counts a connection in, if the limits allow it; who was admitted {@link #leave leaves} once. */
    Admission enter(String address) {
        if (inAll.incrementAndGet() > maxInAll && maxInAll > 0) {
            inAll.decrementAndGet();
            return Admission.TOO_MANY;
        }
        if (ofNetwork.merge(network(address), 1, Integer::sum) > maxOfNetwork && maxOfNetwork > 0) {
            leave(address);
            return Admission.TOO_MANY_OF_NETWORK;
        }
        return Admission.ADMITTED;
    }

    /** Counts a connection out. */
    void leave(String address) {
        inAll.decrementAndGet();
        ofNetwork.computeIfPresent(network(address), (network, count) -> count == 1 ? null : count - 1);
    }

    /** How many are counted in. */
    int admitted() {
        return inAll.get();
    }

    /** The address or, with IPv6, its first 64 bits: a site has as many addresses behind those as it likes. */
    private static long network(String address) {
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            ByteBuffer octets = ByteBuffer.wrap(literal.getAddress());
            return literal instanceof Inet6Address ? octets.getLong() : octets.getInt();
        } catch (IllegalArgumentException e) {
            return address.hashCode(); // a client in the same process
        }
    }
}
