package onechat.gateway.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AdminServerTest {
    private static final InetSocketAddress FREE_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Readiness readiness = List::of;
    private volatile Supplier<String> metrics = () -> "# EOF\n";
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(FREE_PORT, () -> readiness.notReady(), () -> metrics.get());
    }

    @AfterEach
    void stop() {
        server.stop();
        client.close();
    }

    @Test
    void aServerThatCanServeIsReady() throws Exception {
        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ready\":true}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void whatIsNotReadyIsNamed() throws Exception {
        readiness = () -> List.of("directory", "say \"draining\"");

        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"ready\":false,\"not_ready\":[\"directory\",\"say \\\"draining\\\"\"]}");
    }

    @Test
    void readinessIsAskedAnewEachTime() throws Exception {
        readiness = () -> List.of("directory");
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);

        readiness = List::of;

        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void aProcessThatRunsIsLiveWhateverIsNotReady() throws Exception {
        readiness = () -> List.of("directory");

        HttpResponse<String> answer = get("/health/live");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"live\":true}");
    }

    @Test
    void aReadinessThatFailsIsAFaultOfTheServer() throws Exception {
        readiness = () -> {
            throw new IllegalStateException("hunter2");
        };

        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("hunter2");
    }

    @Test
    void metricsAreToldAnewEachTimeInPrometheusTextFormat() throws Exception {
        metrics = () -> "octets 1\n";
        HttpResponse<String> answer = get("/metrics");
        metrics = () -> "octets 2\n";

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("octets 1\n");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(get("/metrics").body()).isEqualTo("octets 2\n");
    }

    @Test
    void metricsThatFailAreAFaultOfTheServer() throws Exception {
        metrics = () -> {
            throw new IllegalStateException("hunter2");
        };

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("hunter2");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aReadinessThatTakesLongKeepsNobodyElseWaiting() throws Exception {
        var release = new CountDownLatch(1);
        readiness = () -> {
            awaitQuietly(release);
            return List.of();
        };
        var slow = client.sendAsync(request("/health/ready").build(), BodyHandlers.ofString());

        assertThat(get("/health/live").statusCode()).isEqualTo(200);

        assertThat(slow).isNotDone();
        release.countDown();
        assertThat(slow.join().statusCode()).isEqualTo(200);
    }

    @Test
    void headIsAnsweredLikeGetWithoutABody() throws Exception {
        readiness = () -> List.of("directory");

        for (String path : List.of("/health/live", "/health/ready", "/metrics", "/nowhere")) {
            HttpResponse<String> get = get(path);
            HttpResponse<String> head = send(request(path).HEAD());
            assertThat(head.statusCode()).isEqualTo(get.statusCode());
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("Content-Length"))
                    .hasValue(Integer.toString(get.body().length()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        for (String path : List.of("/health/live", "/metrics")) {
            HttpResponse<String> answer = send(request(path).method(method, BodyPublishers.ofString("x")));

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/health/",
                "/health/livex",
                "/health/live/",
                "/HEALTH/LIVE",
                "/onechat",
                "/metrics/"
            })
    void otherPathsAreNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aQueryChangesNothing() throws Exception {
        assertThat(get("/health/live?verbose=1").statusCode()).isEqualTo(200);
    }

    @Test
    void aPortInUseIsAnErrorAndTheServerThereGoesOn() throws Exception {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> AdminServer.start(server.endpoint(), List::of, metrics));

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aStoppedServerHasLeftItsPort() throws Exception {
        server.stop();
        server.stop();

        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get("/health/live"));
        AdminServer.start(server.endpoint(), List::of, metrics).stop();
    }

    @Test
    void moreConnectionsThanTheBoundAreClosedAtOnceAndHealthComesBackWithTheirEnd() throws Exception {
        var idle = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 65; i++) {
                var socket = new Socket(
                        server.endpoint().getAddress(), server.endpoint().getPort());
                socket.setSoTimeout(5_000);
                idle.add(socket);
            }
            assertThat(idle.getLast().getInputStream().read()).isEqualTo(-1);
            Socket first = idle.getFirst();
            first.getOutputStream().write("GET /health/live HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            assertThat(first.getInputStream().readNBytes(12)).asString(US_ASCII).endsWith("200");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        await().ignoreException(IOException.class)
                .untilAsserted(
                        () -> assertThat(get("/health/live").statusCode()).isEqualTo(200));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.endpoint().getPort() + path));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
