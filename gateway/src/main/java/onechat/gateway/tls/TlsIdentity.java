package onechat.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
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
        return new TlsIdentity(
                certificates, chain, new PrivateKeyReader(chain.getFirst().getPublicKey()).read(key));
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

    @Override
    public String toString() {
        return "TlsIdentity[valid until " + notAfter() + "]";
    }
}
