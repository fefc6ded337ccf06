package onechat.gateway.ice;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The secret that this server shares with its TURN servers, such as coturn's {@code static-auth-secret}. Immutable; its text form does not show it. */
public final class TurnSecret {
    /** What TURN servers compute the password of a user with; RFC 5389 leaves no choice. */
    private static final String HMAC = "HmacSHA1";

    private final SecretKeySpec key;

    /**
     * A secret as the TURN servers have it.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public TurnSecret(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** The password of a username that says itself until when it is good (contract section 6). */
    String credentialFor(String username) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TurnSecret secret && key.equals(secret.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "TurnSecret";
    }
}
