package onechat.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a client connects, with and without TLS. */
@Timeout(60)
class ConnectTest {
    private static final char[] PASSWORD = "not a secret".toCharArray();

    @TempDir
    static Path folder;

    private static final ScheduledExecutorService DRIPS =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "drips"));

    private static SSLContext localhostOnly;

    /** Made anew for each run: a certificate for localhost, and for no other name or address. */
    @BeforeAll
    static void makeACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("server.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(process.waitFor())
                .as(() -> read(folder.resolve("keytool.txt")))
                .isZero();

        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", keys.getCertificate("server"));
        trusted.init(certificates);
        localhostOnly = SSLContext.getInstance("TLS");
        localhostOnly.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static ClientOptions tls(String host, int port, SSLSocketFactory sockets) {
        return ClientOptions.of(host, port).withSockets(sockets);
    }

    /** On a thread of its own: the common pool may have only one, and two sides shake hands. */
    private static <T> CompletableFuture<T> meanwhile(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, runnable -> daemon(runnable, "the other side").start());
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static CompletableFuture<OneChatClient> connecting(ClientOptions options) {
        return meanwhile(() -> {
            try {
                return OneChatClient.connect(options, new RecordingListener());
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void overTlsAServerOfTheRightNameIsSpokenTo() throws IOException {
        try (ScriptedServer server = new ScriptedServer(localhostOnly.getServerSocketFactory())) {
            ClientOptions options = tls("localhost", server.port(), localhostOnly.getSocketFactory());
            CompletableFuture<OneChatClient> connecting = connecting(options);
            server.accept();
            // Reading makes the server shake hands.
            CompletableFuture<String> received = meanwhile(server::receive);
            try (OneChatClient client = connecting.join()) {
                CompletableFuture<?> reply = client.ping();
                assertThat(received.join()).isEqualTo("{\"cmd\":\"ping\",\"ack\":1}");
                server.send("{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":1}");
                assertThat(reply).succeedsWithin(Duration.ofSeconds(10));
            }
        }
    }

    private static void assertTlsFails(ClientOptions options, ScriptedServer server) throws IOException {
        CompletableFuture<OneChatClient> connecting = connecting(options);
        server.accept();
        CompletableFuture<String> received = meanwhile(server::receive);
        assertThat(connecting)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(SSLException.class);
        assertThat(received).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void overTlsATrustedServerOfAnotherNameIsRefused() throws IOException {
        try (ScriptedServer server = new ScriptedServer(localhostOnly.getServerSocketFactory())) {
            assertTlsFails(tls("127.0.0.1", server.port(), localhostOnly.getSocketFactory()), server);
        }
    }

    @Test
    void overTlsAServerThatIsNotTrustedIsRefused() throws IOException {
        try (ScriptedServer server = new ScriptedServer(localhostOnly.getServerSocketFactory())) {
            assertTlsFails(ClientOptions.of("localhost", server.port()).withTls(), server);
        }
    }

    @Test
    void aHandshakeThatIsNotAnsweredIsGivenUpInTime() throws IOException {
        try (ScriptedServer silent = new ScriptedServer()) {
            ClientOptions options = tls("localhost", silent.port(), localhostOnly.getSocketFactory())
                    .withConnectTimeout(Duration.ofMillis(200));
            assertThat(connecting(options))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aHandshakeThatComesInDripsIsGivenUpInTime() throws IOException {
        try (ScriptedServer dripping = new ScriptedServer()) {
            ClientOptions options = tls("localhost", dripping.port(), localhostOnly.getSocketFactory())
                    .withConnectTimeout(Duration.ofMillis(400));
            CompletableFuture<OneChatClient> connecting = connecting(options);
            dripping.accept();
            // The head of a record of 16,255 octets; the rest would take half an hour.
            dripping.sendRaw("\u0016\u0003\u0003?\u007f");
            Future<?> drips = DRIPS.scheduleWithFixedDelay(() -> dripping.sendRaw("x"), 0, 100, TimeUnit.MILLISECONDS);

            assertThat(connecting)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(SocketTimeoutException.class);
            drips.cancel(false);
        }
    }

    @Test
    void whatWatchesTheTimeEndsWhenTheClientIsConnected() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                OneChatClient client = OneChatClient.connect(
                        server.options().withConnectTimeout(Duration.ofHours(1)), new RecordingListener())) {
            server.accept();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("onechat-client-deadline")) {
                    thread.join(10_000);
                    assertThat(thread.isAlive()).isFalse();
                }
            }
            CompletableFuture<?> reply = client.ping();
            server.receive();
            server.send("{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":1}");
            assertThat(reply).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void aPortThatNobodyListensOnIsAnIOException() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        ClientOptions options = ClientOptions.of("127.0.0.1", port);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> OneChatClient.connect(options, new RecordingListener()));
    }

    @Test
    void optionsOutOfTheirRangesAreRefused() {
        ClientOptions sound = ClientOptions.of("localhost", 7400);
        assertThatIllegalArgumentException().isThrownBy(() -> ClientOptions.of("localhost", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ClientOptions.of("localhost", 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> sound.withConnectTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> sound.withReplyTimeout(Duration.ofHours(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> sound.withMaxPayloadBytes(0));
    }
}
