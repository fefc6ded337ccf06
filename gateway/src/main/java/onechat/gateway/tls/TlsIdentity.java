package onechat.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Who the server is: its certificate, those that vouch for it, and its private key. Immutable; its text form shows no key.
 *
 * @param chain the server's own certificate first
 * @param key belongs to the first certificate
 */
record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    /** Sessions that a client may continue without a full handshake; of those that hold no ticket, memory is taken on the server. */
    private static final int MOST_SESSIONS = 4_096;

    /** The key store wants one, and never leaves the memory in which the key is anyway. */
    private static final char[] PASSWORD = "onechat".toCharArray();

    TlsIdentity {
        chain = List.copyOf(chain);
    }

    /** @throws UnusableTlsException when the files do not hold a certificate and its key */
    static TlsIdentity of(PemFile certificates, PemFile key) throws UnusableTlsException {
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] der : certificates.contents("CERTIFICATE")) {
            chain.add(certificate(certificates, der));
        }
        if (chain.isEmpty()) {
            throw certificates.unusable("holds no certificate");
        }
        return new TlsIdentity(chain, new PrivateKeyReader(chain.getFirst().getPublicKey()).read(key));
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
            throw new UnusableTlsException("the certificate of tls-cert can't be used: " + e.getMessage(), e);
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
