package onechat.gateway.tls;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** Reads the private key that belongs to a public one, in PKCS#8 or in the older forms for RSA and EC. Immutable. */
final class PrivateKeyReader {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private final PublicKey publicKey;

    /** @param publicKey the one in the certificate, of a kind that is supported */
    PrivateKeyReader(PublicKey publicKey) {
        this.publicKey = publicKey;
    }

    /** @throws UnusableTlsException when there is no such key, or it belongs to another certificate */
    PrivateKey read(PemFile file) throws UnusableTlsException {
        PrivateKey key = decode(file, pkcs8(file));
        if (!belongsTogether(key)) {
            throw otherKey(file);
        }
        return key;
    }

    private byte[] pkcs8(PemFile file) throws UnusableTlsException {
        List<byte[]> pkcs8 = file.contents("PRIVATE KEY");
        if (!pkcs8.isEmpty()) {
            return pkcs8.getFirst();
        }
        for (String algorithm : List.of("RSA", "EC")) {
            List<byte[]> older = file.contents(algorithm + " PRIVATE KEY");
            if (!older.isEmpty()) {
                if (!algorithm.equals(publicKey.getAlgorithm())) {
                    throw otherKey(file);
                }
                return wrapped(older.getFirst());
            }
        }
        throw file.unusable(
                file.labels().contains("ENCRYPTED PRIVATE KEY")
                        ? "holds an encrypted key, and there is no one to ask for its password"
                        : "holds no private key");
    }

    /** The older forms leave out which algorithm (and curve) it is; the certificate says that in the same octets. */
    private byte[] wrapped(byte[] key) {
        byte[] publicInfo = publicKey.getEncoded();
        int algorithmAt = contentAt(publicInfo, 0);
        int algorithmEnd = contentAt(publicInfo, algorithmAt) + contentLength(publicInfo, algorithmAt);
        var content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_0);
        content.write(publicInfo, algorithmAt, algorithmEnd - algorithmAt);
        content.writeBytes(element(OCTET_STRING, key));
        return element(SEQUENCE, content.toByteArray());
    }

    private PrivateKey decode(PemFile file, byte[] pkcs8) throws UnusableTlsException {
        try {
            return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            // Damaged, or of another algorithm.
            throw otherKey(file);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the certificate's kind of key was checked", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private boolean belongsTogether(PrivateKey key) {
        byte[] message = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(
                    switch (publicKey.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> publicKey.getAlgorithm();
                    });
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(message);
            return signature.verify(signed);
        } catch (NoSuchAlgorithmException | InvalidKeyException | SignatureException e) {
            return false;
        }
    }

    private static UnusableTlsException otherKey(PemFile file) {
        return file.unusable("holds no key that belongs to the certificate of tls-cert");
    }

    /** Where the content of the DER element that begins at {@code at} begins. */
    private static int contentAt(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - 0x80; i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xFF);
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        var element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < 0x80) {
            element.write(content.length);
        } else {
            element.write(0x82); // two octets are enough for every key
            element.write(content.length >>> 8);
            element.write(content.length);
        }
        element.writeBytes(content);
        return element.toByteArray();
    }
}
