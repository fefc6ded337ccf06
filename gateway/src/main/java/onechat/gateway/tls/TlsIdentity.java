package onechat.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Who the server is: its certificate, those that vouch for it, and its private key. Immutable; its text form shows no key.
 *
 * @param source the file of the certificates
 * @param chain the server's own certificate first, and each one vouched for by the next
 * @param key belongs to the first certificate
 */
record TlsIdentity(PemFile source, List<X509Certificate> chain, PrivateKey key) {
    /** Sessions that a client may continue without a full handshake; of those that hold no ticket, memory is taken on the server. */
    private static final int MOST_SESSIONS = 4_096;

    private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");

    private static final Duration LATE = Duration.ofDays(14);

    /** The key store wants one, and never leaves the memory in which the key is anyway. */
    private static final char[] PASSWORD = "onechat".toCharArray();

    TlsIdentity {
        chain = List.copyOf(chain);
    }

    /**
     * The identity of the file's first certificate. Of the others those are shown that vouch for it.
     *
     * @throws UnusableTlsException when the files do not hold a certificate and its key
     */
    static TlsIdentity of(PemFile certificates, PemFile key) throws UnusableTlsException {
        List<X509Certificate> found = new ArrayList<>();
        for (byte[] der : certificates.contents("CERTIFICATE")) {
            found.add(certificate(certificates, der));
        }
        if (found.isEmpty()) {
            throw certificates.unusable("holds no certificate");
        }
        List<X509Certificate> chain = chainOf(found);
        PublicKey publicKey = chain.getFirst().getPublicKey();
        if (!isSupported(publicKey)) {
            throw certificates.unusable("holds a certificate with a key that is not supported ("
                    + publicKey.getAlgorithm() + "); RSA, EC on P-256, P-384 or P-521, and Ed25519 are");
        }
        return new TlsIdentity(certificates, chain, new PrivateKeyReader(publicKey).read(key));
    }

    /** Java reads more keys than it can use. */
    private static boolean isSupported(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getAlgorithm().equals("RSA");
            case ECPublicKey ec -> isOnKnownCurve(ec);
            case EdECPublicKey edwards -> true;
            default -> false;
        };
    }

    private static boolean isOnKnownCurve(ECPublicKey key) {
        try {
            for (String name : CURVES) {
                AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
                curve.init(new ECGenParameterSpec(name));
                if (curve.getParameterSpec(ECParameterSpec.class)
                        .getCurve()
                        .equals(key.getParams().getCurve())) {
                    return true;
                }
            }
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks a curve of TLS", e);
        }
    }

    /** From the first to whoever vouches for it, and so on. Others may stand there: what a key store holds must be a chain. */
    private static List<X509Certificate> chainOf(List<X509Certificate> found) {
        List<X509Certificate> chain = new ArrayList<>();
        List<X509Certificate> left = new ArrayList<>(found);
        X509Certificate next = left.getFirst();
        while (next != null) {
            chain.add(next);
            left.removeAll(List.of(next));
            next = issuerOf(next, left);
        }
        return chain;
    }

    private static @Nullable X509Certificate issuerOf(X509Certificate certificate, List<X509Certificate> candidates) {
        for (X509Certificate candidate : candidates) {
            if (candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                    && isSignedWith(candidate.getPublicKey(), certificate)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isSignedWith(PublicKey key, X509Certificate certificate) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private static X509Certificate certificate(PemFile file, byte[] der) throws UnusableTlsException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw file.unusable("holds a certificate that is damaged");
        }
    }

    /** A new context, which shares no session with another. */
    SSLContext context() throws UnusableTlsException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("onechat", key, PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            context.getServerSessionContext().setSessionCacheSize(MOST_SESSIONS);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw source.unusable("holds a certificate that can't be used (" + e.getMessage() + ")");
        }
    }

    /** When the server's own certificate ends. */
    Instant notAfter() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /** From when on the server's own certificate should have been renewed: two weeks before its end, or less where it holds for less than six. */
    Instant endsSoonFrom() {
        Duration third = Duration.between(chain.getFirst().getNotBefore().toInstant(), notAfter())
                .dividedBy(3);
        return notAfter().minus(third.compareTo(LATE) < 0 ? third : LATE);
    }

    @Override
    public String toString() {
        return "TlsIdentity[valid until " + notAfter() + "]";
    }
}
