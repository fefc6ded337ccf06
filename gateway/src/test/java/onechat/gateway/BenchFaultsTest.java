package onechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onechat.gateway.bench.FakeServer;
import onechat.gateway.bench.FakeServer.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code bench relay} against servers that are not as they should be, and told to end early. */
class BenchFaultsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder = Path.of("");

    private Path people() {
        return folder.resolve("people.json");
    }

    @BeforeEach
    void writePeopleByHand() throws IOException {
        Files.writeString(
                people(),
                "{\"rooms\":[7],\"users\":[{\"name\":\"1\",\"id\":1},{\"id\":2,\"name\":\"2\"}],\"password\":\"p\",\"more\":[{}]}");
    }

    private Program.Run relay(FakeServer server, String... more) {
        return relayFor(1, server, more);
    }

    private Program.Run relayFor(int seconds, FakeServer server, String... more) {
        String[] usual = {
            "bench",
            "relay",
            "--people",
            people().toString(),
            "--tcp",
            server.hostPort(),
            "--pairs",
            "1",
            "--warmup",
            "0",
            "--seconds",
            Integer.toString(seconds),
            "--json"
        };
        String[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return Program.run(Map.of(), all);
    }

    @ParameterizedTest
    @CsvSource({"LOSES, lost, 1, 0, 0", "DOUBLES, doubled, 0, 1, 0", "REORDERS, out_of_order, 0, 0, 1"})
    void aBrokenPromiseIsAFailure(Fault fault, String figure, int lost, int doubled, int outOfOrder) throws Exception {
        try (FakeServer server = new FakeServer(fault, true)) {
            Program.Run run = relay(server, "--outstanding", "4"); // so all that matters is sent at once

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .containsPattern("onechat: the server broke its promise: of [0-9]+ relays it lost " + lost
                            + ", doubled " + doubled + " and put " + outOfOrder + " out of order");
            assertThat(JSON.readTree(run.out()).path(figure).asInt()).isEqualTo(1);
        }
    }

    @Test
    void anAckThatNeverComesIsAFailureToo() throws Exception {
        try (FakeServer server = new FakeServer(Fault.FORGETS_AN_ACK, true)) {
            Program.Run run = relay(server, "--outstanding", "3");

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("onechat: user 1: the acks of relays are out of order");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerIsMeasuredWhetherOrNotItOffersSessions(boolean sessions) throws Exception {
        try (FakeServer server = new FakeServer(Fault.NONE, sessions)) {
            Program.Run run = relay(server);

            assertThat(run.status()).as(run.err()).isZero();
            assertThat(JSON.readTree(run.out()).path("sent").asLong()).isPositive();
            assertThat(server.said().stream()
                            .map(said -> said.command().path("cmd").asString())
                            .distinct())
                    .containsOnlyOnce("login", "webrtc_create", "webrtc_join")
                    .allMatch(cmd -> List.of("login", "webrtc_create", "webrtc_join", "ping")
                            .contains(cmd));
        }
    }

    @Test
    void everyTwoHundredAndFiftySixFramesTheClientSaysWhatItGot() throws Exception {
        try (FakeServer server = new FakeServer(Fault.NONE, true)) {
            assertThat(relay(server, "--outstanding", "50").status()).isZero();

            for (long user : new long[] {1, 2}) {
                long last = 0;
                for (FakeServer.Said said : server.said()) {
                    if (said.user() == user && said.command().has("received")) {
                        long received = said.command().path("received").asLong();
                        assertThat(received - last).isBetween(1L, 256L);
                        last = received;
                    }
                }
                assertThat(server.sent(user) - last).isLessThanOrEqualTo(256);
            }
        }
    }

    @Test
    void withoutResumeItAsksForNoSession() throws Exception {
        try (FakeServer server = new FakeServer(Fault.NONE, false)) {
            assertThat(relay(server, "--without-resume").status()).isZero();

            assertThat(server.said()).noneMatch(said -> said.command().has("resume"));
        }
    }

    @Test
    void aServerThatGoesAwayIsSaidTo() throws Exception {
        try (FakeServer server = new FakeServer(Fault.GOES_AWAY, true)) {
            Program.Run run = relayFor(60, server);

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .endsWith("onechat: user 1: the server closed the connection" + System.lineSeparator());
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void onCtrlCItTellsWhatItMeasuredSoFar() throws Exception {
        try (FakeServer server = new FakeServer(Fault.NONE, true)) {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "onechat.gateway.Main",
                            "bench",
                            "relay",
                            "--people=" + people(),
                            "--tcp=" + server.hostPort(),
                            "--pairs=1",
                            "--warmup=0",
                            "--seconds=600",
                            "--json")
                    .start();
            try (BufferedReader err = process.errorReader(UTF_8)) {
                String line = err.readLine();
                while (line != null && !line.matches("measuring: [0-9]+ s of 600, [1-9][0-9,]* relays/s")) {
                    line = err.readLine();
                }
                assertThat(line).isNotNull();
                assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                                .start()
                                .waitFor())
                        .isZero();
                JsonNode result = JSON.readTree(process.inputReader(UTF_8).readLine());
                assertThat(result.path("relays").asLong()).isPositive();
                assertThat(result.path("lost").asLong(-1)).isZero();
                assertThat(process.waitFor()).isEqualTo(130);
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
