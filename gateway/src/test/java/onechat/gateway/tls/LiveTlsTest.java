package onechat.gateway.tls;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificate's and the key's files: what is read from them, at the start and when they change. */
class LiveTlsTest {
    @TempDir
    Path folder = Path.of("");

    private Path cert = Path.of("");
    private Path key = Path.of("");

    private void make(String... kind) throws Exception {
        cert = folder.resolve("cert.pem");
        key = folder.resolve("key.pem");
        OpenSsl.request(cert, key, kind);
    }

    private LiveTls open() throws UnusableTlsException {
        return LiveTls.open(cert.toString(), key.toString(), InstantSource.system());
    }

    private void use(TestCertificate certificate) throws IOException {
        cert = folder.resolve("cert.pem");
        key = folder.resolve("key.pem");
        Files.copy(certificate.cert(), cert, REPLACE_EXISTING);
        Files.copy(certificate.key(), key, REPLACE_EXISTING);
    }

    private static X509Certificate certificateIn(Path file) throws Exception {
        byte[] pem = Files.readAllBytes(file);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private static X509Certificate shown(LiveTls tls, X509Certificate trusted) throws Exception {
        return (X509Certificate) shownChain(tls, trusted)[0];
    }

    /** What the server shows to a client that trusts the certificate and shakes hands with it. */
    private static Certificate[] shownChain(LiveTls tls, X509Certificate trusted) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try (Socket network = listening.accept();
                        SSLSocket socket =
                                (SSLSocket) tls.get().getSocketFactory().createSocket(network, null, true)) {
                    socket.startHandshake();
                    socket.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            SSLContext client = TestCertificate.trusting(trusted);
            try (SSLSocket socket = (SSLSocket)
                    client.getSocketFactory().createSocket(listening.getInetAddress(), listening.getLocalPort())) {
                socket.startHandshake();
                return socket.getSession().getPeerCertificates();
            } finally {
                server.handle((done, failed) -> failed).join();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec", "ed25519"})
    void aKeyInPkcs8IsRead(String kind) throws Exception {
        make(
                kind.equals("ec")
                        ? new String[] {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"}
                        : new String[] {"-newkey", kind});

        assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(shown(open(), certificateIn(cert))).isEqualTo(certificateIn(cert));
    }

    @Test
    void anRsaKeyInItsOlderFormIsRead() throws Exception {
        make("-newkey", "rsa:2048");
        OpenSsl.run("rsa", "-in", key.toString(), "-traditional", "-out", key.toString());

        assertThat(Files.readString(key)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(shown(open(), certificateIn(cert))).isEqualTo(certificateIn(cert));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prime256v1", "secp384r1"})
    void anEcKeyInItsOlderFormIsReadBehindTheParametersThatOpensslPutsBefore(String curve) throws Exception {
        make("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + curve);
        Path older = folder.resolve("older.pem");
        OpenSsl.run("ec", "-in", key.toString(), "-out", older.toString());
        String parameters = OpenSsl.run("ecparam", "-name", curve);
        Files.writeString(key, parameters + Files.readString(older));

        assertThat(Files.readString(key)).contains("-----BEGIN EC PARAMETERS-----", "-----BEGIN EC PRIVATE KEY-----");
        assertThat(shown(open(), certificateIn(cert))).isEqualTo(certificateIn(cert));
    }

    @Test
    void theWholeChainIsShownAndWhateverElseTheFileHoldsIsNot() throws Exception {
        Path root = folder.resolve("root.pem");
        Path between = folder.resolve("between.pem");
        make("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        OpenSsl.authority(root, "/CN=a root");
        OpenSsl.authority(between, "/CN=one between", "-CA", root.toString(), "-CAkey", root + ".key");
        OpenSsl.request(cert, key, "-newkey", "rsa:2048", "-CA", between.toString(), "-CAkey", between + ".key");
        X509Certificate leaf = certificateIn(cert);
        TestCertificate stranger = TestCertificate.made(Files.createDirectory(folder.resolve("other")));
        Files.writeString(
                cert,
                Files.readString(cert) + "\nsome text between\n" + Files.readString(root)
                        + Files.readString(stranger.cert()) + Files.readString(between) + Files.readString(cert));

        assertThat(shownChain(open(), certificateIn(root)))
                .containsExactly(leaf, certificateIn(between), certificateIn(root));
    }

    @Test
    void oneThatHasTheIssuersNameAndNotItsKeyVouchesForNothing() throws Exception {
        Path root = folder.resolve("root.pem");
        Path namesake = folder.resolve("namesake.pem");
        make("-newkey", "rsa:2048");
        OpenSsl.authority(root, "/CN=a root");
        OpenSsl.authority(namesake, "/CN=a root");
        OpenSsl.request(cert, key, "-newkey", "rsa:2048", "-CA", root.toString(), "-CAkey", root + ".key");
        X509Certificate leaf = certificateIn(cert);
        Files.writeString(cert, Files.readString(cert) + Files.readString(namesake) + Files.readString(root));

        assertThat(shownChain(open(), certificateIn(root))).containsExactly(leaf, certificateIn(root));
    }

    @Test
    void anEncryptedKeyIsRefusedInSoManyWords() throws Exception {
        make("-newkey", "rsa:2048");
        Path plain = Files.copy(key, folder.resolve("plain.pem"));
        OpenSsl.run("pkcs8", "-topk8", "-in", plain.toString(), "-passout", "pass:x", "-out", key.toString());
        assertRefused("tls-key holds an encrypted key", key);
        OpenSsl.run(
                "rsa",
                "-in",
                plain.toString(),
                "-traditional",
                "-aes128",
                "-passout",
                "pass:x",
                "-out",
                key.toString());
        assertRefused("tls-key holds an encrypted key", key);
    }

    @Test
    void whatIsWrongWithTheFilesIsOneLineThatNamesTheFile() throws Exception {
        use(TestCertificate.shared());
        String goodCert = Files.readString(cert);
        String goodKey = Files.readString(key);

        Files.writeString(cert, "hello");
        assertRefused("tls-cert holds no certificate", cert);
        Files.writeString(cert, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertRefused("tls-cert holds a certificate that is damaged", cert);
        Files.writeString(cert, goodCert.substring(0, goodCert.length() / 2));
        assertRefused("tls-cert holds a block that is damaged", cert);
        Files.write(cert, new byte[300_000]);
        assertRefused("tls-cert names a file of more than 262144 octets", cert);
        Files.delete(cert);
        assertRefused("tls-cert names a file that does not exist", cert);
        Files.createDirectory(cert);
        assertRefused("tls-cert names a file that can't be read", cert);
        Files.delete(cert);
        Files.writeString(cert, goodCert);

        Files.writeString(key, goodCert);
        assertRefused("tls-key holds no private key", key);
        Files.writeString(key, goodKey.substring(0, goodKey.length() / 2));
        assertRefused("tls-key holds a block that is damaged", key);
        Files.writeString(key, goodKey.replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        assertRefused("tls-key holds no key that belongs to the certificate", key);
        Path other = TestCertificate.made(Files.createDirectory(folder.resolve("other")))
                .key();
        Files.writeString(key, Files.readString(other));
        assertRefused("tls-key holds no key that belongs to the certificate", key);
        Files.writeString(key, goodKey);

        assertThat(open().get()).isNotNull();
    }

    private void assertRefused(String line, Path file) {
        assertThatExceptionOfType(UnusableTlsException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith(line)
                .withMessageEndingWith(": " + file);
    }

    @Test
    void changedFilesGiveAnotherContextAndUnchangedOnesTheSame() throws Exception {
        use(TestCertificate.shared());
        LiveTls tls = open();
        SSLContext first = tls.get();
        tls.check();
        assertThat(tls.get()).isSameAs(first);

        TestCertificate other = TestCertificate.made(Files.createDirectory(folder.resolve("other")));
        use(other);
        tls.check();

        assertThat(tls.get()).isNotSameAs(first);
        assertThat(shown(tls, other.certificate())).isEqualTo(other.certificate());
    }

    @Test
    void aPairThatDoesNotBelongTogetherYetIsLeftAndWarnedOfOnce() throws Exception {
        use(TestCertificate.shared());
        LiveTls tls = open();
        SSLContext first = tls.get();
        TestCertificate other = TestCertificate.made(Files.createDirectory(folder.resolve("other")));
        String newCert = Files.readString(other.cert());

        try (CapturedLog log = new CapturedLog()) {
            Files.writeString(cert, newCert.substring(0, newCert.length() / 2));
            tls.check();
            tls.check();
            assertThat(log.complaints())
                    .singleElement()
                    .asString()
                    .contains("damaged", cert.toString(), "stays in use");
            assertThat(tls.get()).isSameAs(first);

            Files.writeString(cert, newCert);
            tls.check();
            tls.check();
            assertThat(log.complaints()).hasSize(2).last().asString().contains("no key that belongs", key.toString());
            assertThat(tls.get()).isSameAs(first);

            Files.copy(other.key(), key, REPLACE_EXISTING);
            tls.check();
            assertThat(log.complaints()).hasSize(2);
        }
        assertThat(shown(tls, other.certificate())).isEqualTo(other.certificate());
    }

    @Test
    void filesThatVanishAndComeBackChangeNothing() throws Exception {
        use(TestCertificate.shared());
        LiveTls tls = open();
        SSLContext first = tls.get();

        Files.delete(key);
        tls.check();
        use(TestCertificate.shared());
        tls.check();

        assertThat(tls.get()).isSameAs(first);
    }

    @Test
    void aCertificateThatHasEndedIsUsedAndWarnedOf() throws Exception {
        use(TestCertificate.shared());
        InstantSource nextYear = InstantSource.offset(InstantSource.system(), Duration.ofDays(365));

        try (CapturedLog log = new CapturedLog()) {
            assertThat(LiveTls.open(cert.toString(), key.toString(), nextYear).get())
                    .isNotNull();
            assertThat(log.complaints()).singleElement().asString().contains("ended", "clients will refuse it");
        }
    }

    @Test
    void aCertificateThatEndsWhileTheServerRunsIsWarnedOfOnceBeforeAndOnceAfter() throws Exception {
        use(TestCertificate.shared());
        Instant end = TestCertificate.shared().certificate().getNotAfter().toInstant();
        AtomicReference<Instant> now = new AtomicReference<>(end.minus(Duration.ofDays(10)));

        try (CapturedLog log = new CapturedLog();
                LiveTls tls = LiveTls.open(cert.toString(), key.toString(), now::get)) {
            tls.check();
            assertThat(log.complaints()).isEmpty();

            now.set(end.minus(Duration.ofDays(10).minusSeconds(60)));
            tls.check();
            tls.check();
            assertThat(log.complaints()).singleElement().asString().contains("ends " + end, "9 days", cert.toString());

            now.set(end.plusSeconds(1));
            tls.check();
            tls.check();
            assertThat(log.complaints()).hasSize(2).last().asString().contains("ended " + end, cert.toString());

            now.set(end.minus(Duration.ofDays(20)));
            use(TestCertificate.made(Files.createDirectory(folder.resolve("other"))));
            tls.check();
            assertThat(log.complaints()).hasSize(2);
        }
    }

    @Test
    void theEndIsWarnedOfThoughTheFilesAreGone() throws Exception {
        use(TestCertificate.shared());
        Instant end = TestCertificate.shared().certificate().getNotAfter().toInstant();
        AtomicReference<Instant> now = new AtomicReference<>(end.minus(Duration.ofDays(20)));
        LiveTls tls = LiveTls.open(cert.toString(), key.toString(), now::get);
        Files.delete(cert);
        tls.check();
        now.set(end.plusSeconds(1));

        try (CapturedLog log = new CapturedLog()) {
            tls.check();
            assertThat(log.complaints()).singleElement().asString().contains("ended " + end);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSASSA-PSS, -newkey rsa-pss -pkeyopt rsa_keygen_bits:2048",
        "EC, -newkey ec -pkeyopt ec_paramgen_curve:secp256k1",
        "DSA, -newkey dsa:PARAMETERS",
    })
    void aKindOfKeyThatIsNotSupportedIsCalledSo(String kind, String request) throws Exception {
        Path parameters = folder.resolve("dsa.pem");
        if (kind.equals("DSA")) {
            OpenSsl.run("dsaparam", "-out", parameters.toString(), "1024");
        }
        make(request.replace("PARAMETERS", parameters.toString()).split(" "));

        assertRefused("tls-cert holds a certificate with a key that is not supported (" + kind, cert);
    }

    @Test
    void theKeyIsInNoTextForm() throws Exception {
        PemFile file = PemFile.read("tls-key", TestCertificate.shared().key().toString());

        assertThat(file.toString()).hasSizeLessThan(200).doesNotContain("PRIVATE");
    }
}
