package onechat.gateway.directory;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;

/** Makes the keys under which failed logins are counted. Immutable. */
final class ThrottleKeys {
    // A site with IPv6 has so many addresses in its first 64 bits that counting single ones would count nothing.
    private static final int IPV6_NETWORK_BYTES = 8;

    // Without it, whoever reads the memory could try out names.
    private final byte[] secret = new byte[16];

    ThrottleKeys() {
        new SecureRandom().nextBytes(secret);
    }

    ThrottleKey ofAddress(String address) {
        return key(network(address), new byte[0]);
    }

    /** Names that differ in case or in blanks around them only count as one: for some databases they are. */
    ThrottleKey ofName(String name) {
        return key(new byte[0], plain(name));
    }

    ThrottleKey ofNameFromAddress(String name, String address) {
        return key(network(address), plain(name));
    }

    private static byte[] plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] network(String address) {
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            byte[] octets = literal.getAddress();
            return literal instanceof Inet6Address ? Arrays.copyOf(octets, IPV6_NETWORK_BYTES) : octets;
        } catch (IllegalArgumentException e) {
            // Not an address, as with a client in the same process: its text serves as well.
            return address.getBytes(StandardCharsets.UTF_8);
        }
    }

    private ThrottleKey key(byte[] network, byte[] name) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(secret);
            hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, network.length));
            hash.update(network);
            ByteBuffer digest = ByteBuffer.wrap(hash.digest(name));
            return new ThrottleKey(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
