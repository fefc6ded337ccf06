package onechat.gateway.token;

import com.nimbusds.jose.jwk.Curve;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import onechat.gateway.file.PemBlock;

/** Reads the one key of a PEM file. Stateless. */
final class Pem {
    static final String PUBLIC = "PUBLIC KEY";
    static final String PRIVATE = "PRIVATE KEY";

    private static final int LEAST_RSA_BITS = 2_048;
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    private Pem() {}

    /**
     * The key of the file's one block.
     *
     * @param label {@link #PUBLIC} or {@link #PRIVATE}
     * @return an RSA key of at least 2,048 bits, one on P-256, or one of Ed25519
     */
    static Key read(String pem, String label) throws UnusableKeyException {
        byte[] der = block(pem, label);
        for (String kind : KINDS) {
            try {
                KeyFactory factory = KeyFactory.getInstance(kind);
                return checked(
                        label.equals(PUBLIC)
                                ? factory.generatePublic(new X509EncodedKeySpec(der))
                                : factory.generatePrivate(new PKCS8EncodedKeySpec(der)));
            } catch (InvalidKeySpecException e) {
                // Of another kind: no factory tells beforehand what it can read.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java platform lacks " + kind, e);
            }
        }
        throw new UnusableKeyException(
                "holds a damaged key, or one of a kind that is not supported: it must be RSA, P-256 or Ed25519");
    }

    /** The key itself, if it is strong enough and of a curve that tokens are signed with. */
    static <K extends Key> K checked(K key) throws UnusableKeyException {
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new UnusableKeyException("holds an RSA key of less than " + LEAST_RSA_BITS + " bits");
        }
        if (key instanceof ECKey ec && !Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
            throw new UnusableKeyException("holds a key on another curve than P-256");
        }
        return key;
    }

    private static byte[] block(String pem, String label) throws UnusableKeyException {
        List<PemBlock> blocks = PemBlock.in(pem);
        if (blocks.isEmpty()) {
            throw new UnusableKeyException("holds no key in PEM form");
        }
        PemBlock block = blocks.getFirst();
        if (!block.label().equals(label)) {
            throw new UnusableKeyException("holds " + described(block.label()) + " where a " + label
                    + " is wanted; openssl pkey makes one from another" + (label.equals(PUBLIC) ? " (-pubout)" : ""));
        }
        if (blocks.size() > 1) {
            throw new UnusableKeyException("holds more than one key");
        }
        if (block.body() == null) {
            throw new UnusableKeyException("holds a key without its end");
        }
        return block.content().orElseThrow(() -> new UnusableKeyException("holds a damaged key"));
    }

    private static String described(String label) {
        return label.length() <= 32 ? "a block " + label : "something";
    }
}
