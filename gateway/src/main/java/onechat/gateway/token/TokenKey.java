package onechat.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A key that tokens are checked with. Immutable.
 *
 * <p>The key decides which algorithm it is good for, never the token: so no public key is ever taken for a secret.
 */
sealed interface TokenKey {
    /** The {@code kid} of tokens that it signs, or null for any. */
    @Nullable
    String id();

    /** What tokens may call its one algorithm. */
    default Set<JWSAlgorithm> algorithms() {
        return switch (this) {
            case Secret secret -> Set.of(JWSAlgorithm.HS256);
            case Rsa rsa -> Set.of(JWSAlgorithm.RS256);
            case Ec ec -> Set.of(JWSAlgorithm.ES256);
            // RFC 9864 gives the algorithm of RFC 8037 a second, exact name.
            case Edwards edwards -> Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
        };
    }

    /**
     * What checks a signature.
     *
     * @throws JOSEException when the key is not sound
     */
    default JWSVerifier verifier() throws JOSEException {
        return switch (this) {
            case Secret secret -> new MACVerifier(secret.key());
            case Rsa rsa -> new RSASSAVerifier(rsa.key());
            case Ec ec -> new ECDSAVerifier(ec.key());
            case Edwards edwards -> new Ed25519Verifier(edwards.key());
        };
    }

    /** A secret of at least 32 octets. */
    record Secret(@Nullable String id, SecretKey key) implements TokenKey {
        @Override
        public String toString() {
            return "Secret[]";
        }
    }

    /** An RSA key of at least 2,048 bits. */
    record Rsa(@Nullable String id, RSAPublicKey key) implements TokenKey {}

    /** A key on the curve P-256. */
    record Ec(@Nullable String id, ECPublicKey key) implements TokenKey {}

    /** An Ed25519 key. */
    record Edwards(@Nullable String id, EdECPublicKey key) implements TokenKey {}
}
