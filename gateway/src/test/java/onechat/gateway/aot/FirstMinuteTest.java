package onechat.gateway.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.RunningServer;
import onechat.gateway.Server;
import onechat.gateway.ServerOptions;
import onechat.gateway.StartException;
import onechat.gateway.command.CommandFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first minute with the real server; the load is only asked for. */
class FirstMinuteTest {
    private static final String SECRET = FirstMinute.newSecret();

    @TempDir
    Path folder = Path.of("");

    private final List<List<String>> loads = new ArrayList<>();
    private RunningServer server;

    @BeforeEach
    void start() throws StartException {
        server = Server.start(new ServerOptions.Builder()
                .demo(true)
                .tcpPort(0)
                .httpPort(0)
                .adminPort(0)
                .build());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private WatchedServer.Places places() {
        return new WatchedServer.Places(
                text(server.endpoints().tcp()),
                URI.create("http://" + text(server.endpoints().http())),
                URI.create("http://" + text(server.endpoints().admin())));
    }

    private static String text(InetSocketAddress endpoint) {
        return endpoint.getAddress().getHostAddress() + ":" + endpoint.getPort();
    }

    private static String get(URI uri) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void aNativeClientLogsInByPasswordAndLoadComesOverBothTransports() throws Exception {
        new FirstMinute(places(), SECRET, loads::add, folder).pass();

        assertThat(get(places().admin().resolve("/metrics")))
                .contains(
                        "onechat_logins_total{outcome=\"ok\"} 1.0",
                        "onechat_commands_total{cmd=\"presence\"} 1.0",
                        "onechat_commands_total{cmd=\"logout\"} 1.0");
        String tcp = "--tcp=" + text(server.endpoints().tcp());
        String ws = "--ws=ws://" + text(server.endpoints().http()) + "/onechat";
        assertThat(loads)
                .extracting(load -> load.subList(0, 2))
                .containsExactly(List.of("calls", tcp), List.of("calls", ws));
        assertThat(loads).allSatisfy(load -> assertThat(load).contains("--jwt-secret=" + SECRET));
        assertThat(Files.readString(folder.resolve("people.json"))).contains("alice");
    }

    @Test
    void aLoadThatFailsEndsIt() {
        Bench failing = arguments -> {
            throw new CommandFailedException("no load");
        };

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> new FirstMinute(places(), SECRET, failing, folder).pass())
                .withMessage("no load");
    }

    @Test
    void aServerThatAnswersOtherwiseEndsIt() {
        WatchedServer.Places wrong = new WatchedServer.Places(places().tcp(), places().admin(), places().admin());

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> new FirstMinute(wrong, SECRET, loads::add, folder).pass())
                .withMessage("the server that was watched answers / with 404");
        assertThat(loads).isEmpty();
    }
}
