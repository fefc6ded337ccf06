package onechat.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSHeader;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that tokens are checked with, all from one source. Immutable; its text form holds no key.
 *
 * @param keys at least one
 */
public record TokenKeys(List<TokenKey> keys) {
    /** As many octets as a signature by HS256 has (RFC 7518, section 3.2). */
    static final int LEAST_SECRET_BYTES = 32;

    public TokenKeys {
        keys = List.copyOf(keys);
    }

    /**
     * A secret that is shared with whoever signs tokens by HS256: the octets of its UTF-8 form.
     *
     * @throws UnusableKeyException when it has less than 32 octets
     */
    public static TokenKeys ofSecret(String secret) throws UnusableKeyException {
        byte[] octets = secret.getBytes(UTF_8);
        if (octets.length < LEAST_SECRET_BYTES) {
            throw new UnusableKeyException("holds a secret of less than " + LEAST_SECRET_BYTES + " octets");
        }
        return new TokenKeys(List.of(new TokenKey.Secret(null, new SecretKeySpec(octets, "HmacSHA256"))));
    }

    /**
     * The public key of a PEM file: RSA of at least 2,048 bits (RS256), P-256 (ES256) or Ed25519 (EdDSA).
     *
     * @throws UnusableKeyException for anything else, a private key above all
     */
    public static TokenKeys ofPem(String pem) throws UnusableKeyException {
        Key key = Pem.read(pem, Pem.PUBLIC);
        return new TokenKeys(List.of(
                switch (key) {
                    case RSAPublicKey rsa -> new TokenKey.Rsa(null, rsa);
                    case ECPublicKey ec -> new TokenKey.Ec(null, ec);
                    case EdECPublicKey edwards -> new TokenKey.Edwards(null, edwards);
                    default -> throw new IllegalStateException("a public key of no known kind");
                }));
    }

    /**
     * The public keys of a JSON Web Key Set (RFC 7517) that are of the kinds above and meant for signatures; others in it are
     * passed over.
     *
     * @throws UnusableKeyException when none is left, one is secret or private, or there are more than 32
     */
    public static TokenKeys ofJwks(String json) throws UnusableKeyException {
        return new TokenKeys(KeySet.read(json));
    }

    /** Those that may have signed a token with such a header. */
    List<TokenKey> matching(JWSHeader header) {
        String id = header.getKeyID();
        return keys.stream()
                .filter(key -> key.algorithms().contains(header.getAlgorithm()))
                .filter(key -> id == null || key.id() == null || key.id().equals(id))
                .toList();
    }

    @Override
    public String toString() {
        return "TokenKeys[" + keys.size() + "]";
    }
}
