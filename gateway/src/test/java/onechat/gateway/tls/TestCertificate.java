package onechat.gateway.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import onechat.gateway.real.ProcessOutput;

/**
 * A certificate for this machine that vouches for itself, as PEM files and as what a client trusts. Immutable.
 *
 * @param cert the file of the certificate
 * @param key the file of its key, in PKCS#8
 * @param certificate the certificate itself
 * @param trusting trusts this certificate and no other
 */
public record TestCertificate(Path cert, Path key, X509Certificate certificate, SSLContext trusting) {
    private static final String PASSWORD = "changeit";

    /** Makes the one that tests share when the first of them asks; making one takes a second. */
    private static final class Shared {
        private static final TestCertificate CERTIFICATE = madeSomewhere();

        private static TestCertificate madeSomewhere() {
            try {
                return made(Files.createTempDirectory(Path.of("target"), "tls"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One that every test may use, and none changes. */
    public static TestCertificate shared() {
        return Shared.CERTIFICATE;
    }

    /** A new one in a folder. */
    public static TestCertificate made(Path folder) throws IOException {
        Path store = folder.resolve("store.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "onechat",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            X509Certificate certificate = (X509Certificate) keys.getCertificate("onechat");
            Path cert = write(folder.resolve("cert.pem"), "CERTIFICATE", certificate.getEncoded());
            Path key = write(
                    folder.resolve("key.pem"),
                    "PRIVATE KEY",
                    keys.getKey("onechat", PASSWORD.toCharArray()).getEncoded());
            return new TestCertificate(cert, key, certificate, trusting(certificate));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** What a client uses that trusts a certificate and no other. */
    static SSLContext trusting(X509Certificate certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("onechat", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Path write(Path file, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n", US_ASCII);
    }

    private static void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = ProcessOutput.of(process);
            if (process.exitValue() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
