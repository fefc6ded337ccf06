package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import onechat.gateway.real.ProcessOutput;
import onechat.gateway.tls.OpenSsl;
import onechat.gateway.tls.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as an operator runs it: its ready line, its health, its errors and exit statuses, and its end. */
class PackagedServerIT {
    private static final Pattern READY = Pattern.compile(
            "onechat ready tcp=127\\.0\\.0\\.1:(\\d+) http=https?://127\\.0\\.0\\.1:(\\d+) admin=http://127\\.0\\.0\\.1:(\\d+)");
    private static final String[] FREE_PORTS = {"--tcp-port", "0", "--http-port", "0", "--admin-port", "0"};
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path folder = Path.of("");

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process serve(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-jar",
                Objects.requireNonNull(System.getProperty("onechat.jar")),
                "serve"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static Matcher ready(Process process) throws IOException {
        // The process goes on writing nothing: one line is all that standard output carries.
        BufferedReader out = process.inputReader(UTF_8);
        Matcher ready = READY.matcher(String.valueOf(out.readLine()));
        assertThat(ready.matches()).as("%s", ready).isTrue();
        return ready;
    }

    private void assertEnds(Process process, int status, String line) throws Exception {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        List<String> errors = Files.readAllLines(folder.resolve("stderr"));
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst()).startsWith("onechat: ").contains(line);
        assertThat(process.exitValue()).isEqualTo(status);
        assertThat(process.inputReader(UTF_8).readLine()).isNull();
    }

    @Test
    void itServesUntilItIsToldToStopAndThenTellsItsClients() throws Exception {
        Process process = serve(with(FREE_PORTS, "--demo"));
        Matcher ready = ready(process);
        HttpClient http = HttpClient.newHttpClient();
        for (String path : List.of("/health/live", "/health/ready")) {
            assertThat(status(http, ready.group(3), path)).isEqualTo(200);
            assertThat(status(http, ready.group(2), path)).isEqualTo(404);
        }
        assertThat(status(http, ready.group(2), "/")).isEqualTo(200);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (Client alice =
                new Client(new TcpWire(new InetSocketAddress(loopback, Integer.parseInt(ready.group(1)))))) {
            alice.logsIn("alice", "phone");

            process.toHandle().destroy();

            alice.hearsError(10503).hearsTheEnd(0);
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(process.inputReader(UTF_8).readLine()).isNull();
        http.shutdownNow();
    }

    @Test
    void aServerThatWasToldToStopLeavesItsDatabaseClosedForTheNext() throws Exception {
        for (int start = 0; start < 3; start++) {
            Process process = serve(FREE_PORTS);
            ready(process);
            process.toHandle().destroy();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isZero();
            // With a lock file left, the next start would wait for seconds to see whether somebody still has it.
            assertThat(folder.resolve("onechat-data")).isDirectoryNotContaining("glob:**.lock.db");
        }
    }

    @Test
    void aClientThatDoesNotReadKeepsItFromStoppingNoLongerThanItWasTold() throws Exception {
        Process process = serve(with(FREE_PORTS, "--demo", "--command-rate=0", "--drain-timeout=4"));
        Matcher ready = ready(process);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        var tcp = new InetSocketAddress(loopback, Integer.parseInt(ready.group(1)));
        var admin = new InetSocketAddress(loopback, Integer.parseInt(ready.group(3)));
        List<Client> others =
                Crowd.someAtOnce(IntStream.range(0, 200).boxed().toList(), i -> new Client(new TcpWire(tcp)));
        try (HttpClient http = HttpClient.newHttpClient();
                Client alice = new Client(new TcpWire(tcp));
                Client bob = new Client(new TcpWire(tcp))) {
            alice.logsIn("alice", "phone");
            bob.logsIn("bob", "phone");
            alice.says("{'cmd':'webrtc_create','to':2,'ack':'c'}").next();
            bob.says("{'cmd':'webrtc_join','to':2}"); // and reads nothing from here on
            alice.next();
            while (Scrape.of(http, admin).value("outbox_bytes") < 200_000) {
                alice.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'" + "x".repeat(60_000) + "','ack':'o'}")
                        .next();
            }
            process.toHandle().destroy();

            Crowd.all(others, client -> client.hearsError(10503).hearsTheEnd(0));
            alice.hearsError(10503).hearsTheEnd(0);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as("stopped in its time, and not cut off")
                    .isZero();
        }
        others.forEach(Client::close);
        assertThat(Files.readString(folder.resolve("stderr"))).contains("drain over connections=1");
    }

    private static int status(HttpClient http, String port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void itKeepsUsersInAFileBelowItsFolderUnlessToldOtherwise() throws Exception {
        Process process = serve(FREE_PORTS);
        ready(process);

        assertThat(folder.resolve("onechat-data")).isNotEmptyDirectory();
        process.toHandle().destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void overTlsItNeverShakesHandsAgainOnOneConnection() throws Exception {
        TestCertificate certificate = TestCertificate.shared();
        String cert = certificate.cert().toAbsolutePath().toString();
        String key = certificate.key().toAbsolutePath().toString();
        Matcher ready = ready(serve(with(FREE_PORTS, "--demo", "--tls-cert", cert, "--tls-key", key)));
        assertThat(ready.group()).contains(" http=https://");
        for (int port = 1; port <= 2; port++) {
            Process client =
                    OpenSsl.start("s_client", "-connect", "127.0.0.1:" + ready.group(port), "-tls1_2", "-CAfile", cert);
            client.getOutputStream().write("R\n".getBytes(UTF_8));
            client.getOutputStream().flush();
            String said = ProcessOutput.of(client);

            assertThat(said).contains("Verify return code: 0", "RENEGOTIATING").doesNotContain("verify error");
        }
    }

    @Test
    void aCertificateThatCannotBeReadIsOneLineAndStatusOne() throws Exception {
        assertEnds(serve(with(FREE_PORTS, "--demo", "--tls-cert", "no.pem", "--tls-key", "no.pem")), 1, "tls-cert");
        assertEnds(serve("--demo", "--tls-key", "no.pem"), 2, "--tls-key is given without tls-cert");
    }

    @Test
    void aPortInUseIsOneLineAndStatusOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (int i = 0; i < FREE_PORTS.length; i += 2) {
                String[] ports = FREE_PORTS.clone();
                ports[i + 1] = port;
                assertEnds(serve(with(ports, "--demo")), 1, "127.0.0.1:" + port + " (" + ports[i].substring(2) + ")");
            }
        }
    }

    @Test
    void aDatabaseOutOfReachIsOneLineAndStatusOne() throws Exception {
        int nobody;
        try (ServerSocket closedAtOnce = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closedAtOnce.getLocalPort();
        }
        assertEnds(serve(with(FREE_PORTS, "--db-url", "jdbc:mysql://127.0.0.1:" + nobody + "/onechat")), 1, "database");
    }

    @Test
    void aWrongOptionIsOneLineAndStatusTwo() throws Exception {
        assertEnds(serve("--tcp-port", "seven"), 2, "--tcp-port");
        assertEnds(serve("--demo", "--bind", "0.0.0.0"), 2, "demo");
    }
}
