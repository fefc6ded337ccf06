package onechat.gateway.token;

import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A key pair in every form that a test needs it in. Immutable. */
public final class TestKeys {
    private final KeyPair pair;

    private TestKeys(KeyPair pair) {
        this.pair = pair;
    }

    /** A new pair; {@code bits} of 0 leaves the size to the algorithm. */
    static TestKeys generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            } else if ("EC".equals(algorithm)) {
                generator.initialize(256);
            }
            return new TestKeys(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public String publicPem() {
        return pem("PUBLIC KEY", pair.getPublic());
    }

    public String privatePem() {
        return pem("PRIVATE KEY", pair.getPrivate());
    }

    /** The public key as a member of a key set. */
    public String jwk(String kid) {
        return switch (pair.getPublic()) {
            case RSAPublicKey rsa -> new RSAKey.Builder(rsa).keyID(kid).build().toJSONString();
            case ECPublicKey ec ->
                new ECKey.Builder(Curve.P_256, ec).keyID(kid).build().toJSONString();
            case EdECPublicKey edwards ->
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(lastOctets(edwards)))
                        .keyID(kid)
                        .build()
                        .toJSONString();
            default -> throw new AssertionError("no known kind of key");
        };
    }

    public static String jwks(String... jwks) {
        return "{\"keys\":" + List.of(jwks) + "}";
    }

    JWSSigner signer() {
        try {
            return switch (pair.getPrivate()) {
                case RSAPrivateKey rsa -> new RSASSASigner(rsa);
                case ECPrivateKey ec -> new ECDSASigner(ec);
                case EdECPrivateKey edwards -> new Ed25519Signer(edwards);
                default -> throw new AssertionError("no known kind of key");
            };
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] lastOctets(Key key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + label
                + "-----\n";
    }
}
