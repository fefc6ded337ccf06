package onechat.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the public keys of a JSON Web Key Set (RFC 7517). Stateless. */
final class KeySet {
    /** A token without {@code kid} is tried with each of them. */
    static final int MOST_KEYS = 32;

    private static final int ED25519_BYTES = 32;
    /** What stands before the octets of an Ed25519 key where Java reads it (RFC 8410). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private KeySet() {}

    static List<TokenKey> read(String json) throws UnusableKeyException {
        List<TokenKey> keys = new ArrayList<>();
        try {
            Map<String, Object> set = JSONObjectUtils.parse(json);
            Map<String, Object>[] listed = set == null ? null : JSONObjectUtils.getJSONObjectArray(set, "keys");
            if (listed == null) {
                throw new UnusableKeyException("holds no JSON Web Key Set");
            }
            for (Map<String, Object> members : listed) {
                TokenKey key = key(members);
                if (key != null) {
                    keys.add(key);
                }
            }
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            throw new UnusableKeyException("holds no JSON Web Key Set, or a damaged key in it");
        }
        if (keys.isEmpty()) {
            throw new UnusableKeyException("holds no key for signatures by RS256, ES256 or EdDSA");
        }
        if (keys.size() > MOST_KEYS) {
            throw new UnusableKeyException("holds more than " + MOST_KEYS + " keys");
        }
        return keys;
    }

    /** The key with those members, or null where it is of a kind, or for a purpose, that tokens have no use for. */
    private static @Nullable TokenKey key(Map<String, Object> members)
            throws UnusableKeyException, ParseException, JOSEException, GeneralSecurityException {
        if (members.containsKey("d") || members.containsKey("k")) {
            throw new UnusableKeyException("holds a private or secret key, where public ones are enough");
        }
        if (!isForSignatures(members)) {
            return null;
        }
        if (isOf(members, "RSA", null, Set.of("RS256"))) {
            RSAKey rsa = RSAKey.parse(members);
            return new TokenKey.Rsa(rsa.getKeyID(), Pem.checked(rsa.toRSAPublicKey()));
        }
        if (isOf(members, "EC", "P-256", Set.of("ES256"))) {
            ECKey ec = ECKey.parse(members);
            return new TokenKey.Ec(ec.getKeyID(), Pem.checked(ec.toECPublicKey()));
        }
        if (isOf(members, "OKP", "Ed25519", Set.of("EdDSA", "Ed25519"))) {
            OctetKeyPair edwards = OctetKeyPair.parse(members);
            return new TokenKey.Edwards(edwards.getKeyID(), ed25519(edwards.getDecodedX()));
        }
        return null;
    }

    private static boolean isForSignatures(Map<String, Object> members) {
        Object use = members.get("use");
        Object operations = members.get("key_ops");
        return (use == null || use.equals("sig"))
                && (operations == null || (operations instanceof List<?> several && several.contains("verify")));
    }

    private static boolean isOf(
            Map<String, Object> members, String type, @Nullable String curve, Set<String> algorithms) {
        Object algorithm = members.get("alg");
        return type.equals(members.get("kty"))
                && (curve == null || curve.equals(members.get("crv")))
                && (algorithm == null || (algorithm instanceof String name && algorithms.contains(name)));
    }

    private static EdECPublicKey ed25519(byte[] octets) throws GeneralSecurityException, UnusableKeyException {
        if (octets.length != ED25519_BYTES) {
            throw new UnusableKeyException("holds an Ed25519 key that is not of 32 octets");
        }
        byte[] der = new byte[ED25519_PREFIX.length + ED25519_BYTES];
        System.arraycopy(ED25519_PREFIX, 0, der, 0, ED25519_PREFIX.length);
        System.arraycopy(octets, 0, der, ED25519_PREFIX.length, ED25519_BYTES);
        return (EdECPublicKey) KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    }
}
