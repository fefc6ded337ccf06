package onechat.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.Key;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Signs tokens, for tests of a server. Immutable; its text form holds no key. */
public final class TokenSigner {
    private final JWSAlgorithm algorithm;
    private final JWSSigner signer;

    private TokenSigner(JWSAlgorithm algorithm, JWSSigner signer) {
        this.algorithm = algorithm;
        this.signer = signer;
    }

    /**
     * Signs by HS256, with the secret that tokens are checked with; null where that is done with public keys, which sign nothing.
     */
    public static @Nullable TokenSigner of(TokenKeys keys) {
        if (!(keys.keys().getFirst() instanceof TokenKey.Secret secret)) {
            return null;
        }
        try {
            return new TokenSigner(JWSAlgorithm.HS256, new MACSigner(secret.key()));
        } catch (JOSEException e) {
            throw new IllegalStateException("a secret that is long enough is refused", e);
        }
    }

    /**
     * Signs with the private key of a PEM file (PKCS #8), by the algorithm for its kind.
     *
     * @throws UnusableKeyException for anything but RSA of at least 2,048 bits, P-256 or Ed25519
     */
    public static TokenSigner ofPem(String pem) throws UnusableKeyException {
        Key key = Pem.read(pem, Pem.PRIVATE);
        try {
            return switch (key) {
                case RSAPrivateKey rsa -> new TokenSigner(JWSAlgorithm.RS256, new RSASSASigner(rsa));
                case ECPrivateKey ec -> new TokenSigner(JWSAlgorithm.ES256, new ECDSASigner(ec));
                case EdECPrivateKey edwards -> new TokenSigner(JWSAlgorithm.EdDSA, new Ed25519Signer(edwards));
                default -> throw new IllegalStateException("a private key of no known kind");
            };
        } catch (JOSEException e) {
            throw new UnusableKeyException("holds a key that can't sign");
        }
    }

    /**
     * A token in its compact form.
     *
     * @param user whom it logs in, 1 to 2^53-1
     * @param now when it is signed; kept in whole seconds
     * @param lifetime how long it holds
     * @param issuer its {@code iss}, or null for none
     * @param audience its {@code aud}, or null for none
     */
    public String sign(long user, Instant now, Duration lifetime, @Nullable String issuer, @Nullable String audience) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(Long.toString(user))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .issuer(issuer)
                .audience(audience)
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build(), claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a checked key can't sign", e);
        }
        return token.serialize();
    }

    @Override
    public String toString() {
        return "TokenSigner[" + algorithm + "]";
    }
}
