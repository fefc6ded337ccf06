package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import onechat.gateway.Server;
import onechat.gateway.StartException;
import onechat.gateway.real.ProcessOutput;
import onechat.gateway.tls.CapturedLog;
import onechat.gateway.tls.OpenSsl;
import onechat.gateway.tls.TestCertificate;
import onechat.protocol.client.ClientOptions;
import onechat.protocol.client.OneChatClient;
import onechat.protocol.client.OneChatListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on both edges of the whole server, with clients that others wrote. */
class TlsTest {
    private static final String PING = "{\"cmd\":\"ping\",\"ack\":1}";
    private static final String PONG = "{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":1}";
    /** How a handshake of TLS 1.2 or later begins; the rest of it never comes. */
    private static final byte[] HALF_A_HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3, 1, 2, 3, 4};

    @TempDir
    Path folder = Path.of("");

    private final CapturedLog log = new CapturedLog();
    private DemoServer server;

    @BeforeEach
    void start() throws StartException {
        server = new DemoServer(Transport.TLS.on(DemoServer.options()));
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    private InetSocketAddress tcp() {
        return server.endpoints().tcp();
    }

    private InetSocketAddress http() {
        return server.endpoints().http();
    }

    private static byte[] frame(String payload) {
        return ("ONECHAT/1.0\r\nPAYLOAD_LEN: " + payload.length() + "\r\n\r\n" + payload).getBytes(UTF_8);
    }

    @Test
    void theJavaClientLogsInByTheNameInTheCertificate() throws Exception {
        ClientOptions options = ClientOptions.of("localhost", tcp().getPort())
                .withSockets(TestCertificate.shared().trusting().getSocketFactory());

        try (OneChatClient alice = OneChatClient.connect(options, new OneChatListener() {})) {
            assertThat(alice.login("alice", "alice", "phone").get().user()).isEqualTo(1);
            alice.logout().get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientThatEndsItsDirectionHasItsCommandsAnsweredAndIsToldTheEnd(String version) throws IOException {
        try (TcpWire wire = TcpWire.overTls(tcp(), version)) {
            wire.send(PING);
            wire.endOutput();

            assertThat(wire.receive()).isEqualTo(PONG);
            assertThatThrownBy(wire::receive).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theErrorOfAFaultArrivesThoughTheClientGoesOnSending(String version) throws IOException {
        try (TcpWire wire = TcpWire.overTls(tcp(), version)) {
            wire.send("GET / HTTP/1.1\r\n".getBytes(UTF_8), new byte[1_000_000]);

            assertThat(Json.read(wire.receive()).path("code").asInt()).isEqualTo(10400);
            assertThatThrownBy(wire::receive).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslLogsInOverTcp(String version) throws Exception {
        Process client = sClient(tcp(), version, "-quiet", "-verify_return_error", "-verify_hostname", "localhost");
        try (OutputStream out = client.getOutputStream()) {
            out.write(frame("{\"cmd\":\"login\",\"name\":\"alice\",\"pass\":\"alice\",\"ack\":\"from-openssl\"}"));
            out.write(frame("{\"cmd\":\"logout\",\"ack\":\"bye\"}"));
            out.flush();
            String said = ProcessOutput.of(client);

            assertThat(said)
                    .contains("\"action\":\"login\",\"ack\":\"from-openssl\",\"user\":1")
                    .contains("\"action\":\"logout\",\"ack\":\"bye\"");
        } finally {
            client.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslGetsThePageOverHttps(String version) throws Exception {
        Process client = sClient(http(), version, "-quiet", "-verify_return_error", "-verify_ip", "127.0.0.1");
        try (OutputStream out = client.getOutputStream()) {
            out.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
            out.flush();
            String said = ProcessOutput.of(client);

            assertThat(said)
                    .contains("HTTP/1.1 200 OK", "Content-Security-Policy")
                    .doesNotContain("Strict-Transport");
        } finally {
            client.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void anOlderTlsIsRefusedOnBothPorts(String version) throws Exception {
        for (InetSocketAddress port : new InetSocketAddress[] {tcp(), http()}) {
            // Without the level, openssl itself would not even try.
            Process client = sClient(port, version, "-cipher", "DEFAULT@SECLEVEL=0");
            client.getOutputStream().close();
            String said = ProcessOutput.of(client);

            assertThat(said).contains("alert protocol version").contains("Cipher is (NONE)");
        }
        assertThat(log.complaints()).isEmpty();
    }

    @Test
    void bothPortsTakeTheSameCipherSuitesAndOnlyThoseThatAuthenticateWhatTheyEncrypt() throws Exception {
        List<String> overTcp = suitesTakenBy(tcp());

        assertThat(overTcp)
                .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                .allMatch(suite -> suite.matches("TLS_(AES|CHACHA20|ECDHE_ECDSA_WITH)_.*(GCM|POLY1305)_.*"));
        assertThat(suitesTakenBy(http())).isEqualTo(overTcp);
        assertThat(log.complaints()).isEmpty();
    }

    /** Of all that Java knows, whether or not it would use them. */
    private static List<String> suitesTakenBy(InetSocketAddress port) throws Exception {
        List<String> taken = new ArrayList<>();
        for (String suite : TrustsAnybody.context().getSocketFactory().getSupportedCipherSuites()) {
            try (SSLSocket socket = (SSLSocket)
                    TrustsAnybody.context().getSocketFactory().createSocket(port.getAddress(), port.getPort())) {
                socket.setSoTimeout(20_000);
                socket.setEnabledCipherSuites(new String[] {suite});
                socket.startHandshake();
                taken.add(socket.getSession().getCipherSuite());
            } catch (SSLException | SocketException refused) {
                assertThat(taken).doesNotContain(suite);
            }
        }
        return taken;
    }

    private static Process sClient(InetSocketAddress server, String... more) {
        String[] arguments = new String[5 + more.length];
        arguments[0] = "s_client";
        arguments[1] = "-connect";
        arguments[2] = "127.0.0.1:" + server.getPort();
        arguments[3] = "-CAfile";
        arguments[4] = TestCertificate.shared().cert().toString();
        System.arraycopy(more, 0, arguments, 5, more.length);
        return OpenSsl.start(arguments);
    }

    @Test
    void aClientThatDoesNotShakeHandsIsCutWhenItsTimeToLogInIsOver() throws IOException {
        try (Socket silent = new Socket(tcp().getAddress(), tcp().getPort());
                Socket halfway = new Socket(tcp().getAddress(), tcp().getPort())) {
            halfway.getOutputStream().write(HALF_A_HELLO);
            // Whoever was accepted after them has been served: their time runs.
            server.connect(Transport.TLS).hearsNothing();
            server.clock().pass(Duration.ofSeconds(10));
            server.connect(Transport.TLS).hearsNothing();
            silent.setSoTimeout(500);
            assertThatThrownBy(() -> silent.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            server.clock().pass(Duration.ofSeconds(1));

            assertEnds(silent);
            assertEnds(halfway);
        }
        assertThat(log.complaints()).isEmpty();
    }

    @Test
    void aDrainDoesNotWaitForAClientThatDoesNotShakeHands() throws IOException {
        try (Socket silent = new Socket(tcp().getAddress(), tcp().getPort())) {
            server.connect(Transport.TLS).hearsNothing();

            long begun = System.nanoTime();
            server.stop();

            // A client may read on for a second; one that is waited for is cut after four.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
            assertEnds(silent);
        }
    }

    @Test
    void plainTextOnATlsPortIsCutWithoutAWordInTheLog() throws IOException {
        for (InetSocketAddress port : new InetSocketAddress[] {tcp(), http()}) {
            try (Socket plain = new Socket(port.getAddress(), port.getPort())) {
                plain.getOutputStream().write(frame(PING));
                plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));

                assertEnds(plain);
            }
        }
        assertThat(log.complaints()).isEmpty();
    }

    @Test
    void tlsOnAPlainPortIsAFramingFault() throws Exception {
        try (DemoServer plain = new DemoServer()) {
            assertThatThrownBy(() -> TcpWire.overTls(plain.endpoints().tcp())).isInstanceOf(IOException.class);
            try (TcpWire wire = new TcpWire(plain.endpoints().tcp())) {
                wire.send(HALF_A_HELLO, new byte[500]);

                assertThat(Json.read(wire.receive()).path("code").asInt()).isEqualTo(10400);
                assertThatThrownBy(wire::receive).isInstanceOf(EOFException.class);
            }
        }
        assertThat(log.complaints()).isEmpty();
    }

    /** The server ends the connection, with or without a last word. */
    private static void assertEnds(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "SECURE_WEBSOCKET"})
    void aNewCertificateIsShownToNewConnectionsAndOpenOnesLiveOn(Transport transport) throws Exception {
        TestCertificate first = TestCertificate.shared();
        Path cert = Files.copy(first.cert(), folder.resolve("cert.pem"));
        Path key = Files.copy(first.key(), folder.resolve("key.pem"));
        server.close();
        server = new DemoServer(
                DemoServer.options().tls(tls -> tls.withCert(cert.toString()).withKey(key.toString())));
        InetSocketAddress port = transport == Transport.TLS ? tcp() : http();
        Client alice = server.login(transport, "alice", "phone");
        assertThat(shownBy(port)).isEqualTo(first.certificate());

        TestCertificate second = TestCertificate.made(Files.createDirectory(folder.resolve("second")));
        Files.copy(second.cert(), cert, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);

        await().atMost(Duration.ofSeconds(Wire.PATIENCE_SECONDS))
                .until(() -> second.certificate().equals(shownBy(port)));
        alice.hearsNothing();
    }

    /** The certificate that a new connection is shown. */
    private static Certificate shownBy(InetSocketAddress port) throws Exception {
        try (Socket socket =
                TrustsAnybody.context().getSocketFactory().createSocket(port.getAddress(), port.getPort())) {
            return ((SSLSocket) socket).getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void aServerWhoseCertificateCannotBeUsedDoesNotStart() throws Exception {
        Path cert = Files.writeString(folder.resolve("cert.pem"), "nothing");

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> Server.start(DemoServer.options()
                        .tls(tls -> tls.withCert(cert.toString()).withKey(cert.toString()))
                        .build()))
                .withMessage("tls-cert holds no certificate: " + cert);
    }
}
