package onechat.gateway.session;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a session is resumed by: a handle that finds it, and 128 random bits that nobody else knows (contract section 3). Immutable.
 *
 * <p>Only the handle is looked up, so the time of a look-up tells nothing of the secret.
 */
final class SessionKey {
    private static final int SECRET_BYTES = 16;
    private static final int BYTES = Long.BYTES + SECRET_BYTES;
    /** Without padding, since the octets come in threes. */
    private static final int CHARACTERS = BYTES / 3 * 4;

    private final byte[] octets;

    private SessionKey(byte[] octets) {
        this.octets = octets;
    }

    /** A new one. */
    static SessionKey random(SecureRandom random) {
        byte[] octets = new byte[BYTES];
        random.nextBytes(octets);
        return new SessionKey(octets);
    }

    /** The one that a client names, or null where that is none. */
    static @Nullable SessionKey of(String text) {
        if (text.length() != CHARACTERS) {
            return null;
        }
        try {
            return new SessionKey(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** Not secret. */
    long handle() {
        return ByteBuffer.wrap(octets).getLong();
    }

    /** Whether both are the same; takes the same time wherever they differ. */
    boolean matches(SessionKey other) {
        return MessageDigest.isEqual(octets, other.octets);
    }

    /** As a client is told it: letters, digits, {@code -} and {@code _}. */
    String text() {
        return Base64.getUrlEncoder().encodeToString(octets);
    }

    @Override
    public String toString() {
        return "SessionKey[]";
    }
}
