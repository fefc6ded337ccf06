package onechat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.tls.TestCertificate;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of {@code onechat bench} as a user calls them, against the real server on real sockets. */
class BenchTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECRET = "a secret that is long enough for HS256";

    /** How the server is reached. */
    enum Way {
        TCP,
        WEBSOCKET,
        TLS,
        SECURE_WEBSOCKET;

        boolean secure() {
            return this == TLS || this == SECURE_WEBSOCKET;
        }

        List<String> arguments(Endpoints server) {
            return switch (this) {
                case TCP -> List.of("--tcp", place(server));
                case WEBSOCKET -> List.of("--ws", "ws://" + http(server));
                case TLS -> List.of("--tcp", place(server), "--tls", "--tls-ca", certificate());
                case SECURE_WEBSOCKET -> List.of("--ws", "wss://" + http(server), "--tls-ca", certificate());
            };
        }

        private static String place(Endpoints server) {
            return "127.0.0.1:" + server.tcp().getPort();
        }

        private static String http(Endpoints server) {
            return "127.0.0.1:" + server.http().getPort() + "/onechat";
        }

        private static String certificate() {
            return TestCertificate.shared().cert().toString();
        }
    }

    @TempDir
    Path folder = Path.of("");

    private @Nullable RunningServer running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.stop();
        }
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("data/onechat") + ";MODE=MySQL";
    }

    private Path people() {
        return folder.resolve("people.json");
    }

    private Program.Run run(List<String> arguments) {
        return Program.run(
                Map.of("ONECHAT_DB_URL", url()),
                arguments.stream()
                        .map(argument -> argument.equals("FILE") ? people().toString() : argument)
                        .toArray(String[]::new));
    }

    private Program.Run run(String command) {
        return run(Arrays.asList(command.split(" ", -1)));
    }

    private String done(String command) {
        Program.Run run = run(command);
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }

    private ServerOptions.Builder options() {
        return new ServerOptions.Builder()
                .tcpPort(0)
                .httpPort(0)
                .adminPort(0)
                .commandRate(0)
                .tokens(tokens -> tokens.withSecret(SECRET))
                .database(database -> database.withUrl(url()));
    }

    private RunningServer start(ServerOptions.Builder options) throws StartException {
        RunningServer started = Server.start(options.build());
        running = started;
        return started;
    }

    private RunningServer start(Way way) throws StartException {
        TestCertificate certificate = TestCertificate.shared();
        return start(
                way.secure()
                        ? options().tls(tls -> tls.withCert(certificate.cert().toString())
                                .withKey(certificate.key().toString()))
                        : options());
    }

    private Program.Run bench(RunningServer server, Way way, String command) {
        List<String> arguments = new ArrayList<>(List.of("bench"));
        arguments.addAll(Arrays.asList(command.split(" ", -1)));
        arguments.addAll(way.arguments(server.endpoints()));
        arguments.addAll(List.of("--people", "FILE"));
        return run(arguments);
    }

    private JsonNode measured(RunningServer server, Way way, String command) {
        Program.Run run = bench(server, way, command + " --json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        return JSON.readTree(run.out());
    }

    /** The value of one of the server's own samples. */
    private static long metric(RunningServer server, String sample) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + server.endpoints().admin().getPort() + "/metrics"))
                    .build();
            String text =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Matcher found = Pattern.compile("(?m)^onechat_" + Pattern.quote(sample) + " ([0-9.E]+)$")
                    .matcher(text);
            assertThat(found.find()).as(sample).isTrue();
            return (long) Double.parseDouble(found.group(1));
        }
    }

    private static long errors(RunningServer server) throws IOException, InterruptedException {
        long all = 0;
        for (int code : new int[] {10400, 10401, 10403, 10404, 10408, 10409, 10410, 10413, 10429, 10500, 10503}) {
            all += metric(server, "errors_total{code=\"" + code + "\"}");
        }
        return all;
    }

    @Test
    void whatPrepareMakesIsWhatItsFileSaysAndCleanLeavesTheDatabaseAsItWas() throws Exception {
        run("user list");
        done("room add kitchen --id 70");
        String users = done("user list --json");
        String rooms = done("room list --json");

        assertThat(done("bench prepare FILE --users 17")).contains("17 users in 8 rooms of two and one of 16");

        JsonNode file = JSON.readTree(Files.readString(people()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(people())))
                .isEqualTo("rw-------");
        assertThat(file.path("password").asString()).hasSize(32);
        assertThat(file.path("users")).hasSize(17);
        assertThat(file.path("rooms")).hasSize(8);
        List<String> listed = done("room list --json").lines().toList();
        for (JsonNode room : file.path("rooms")) {
            assertThat(listed)
                    .anyMatch(line -> line.contains("\"id\":" + room + ",") && line.endsWith("\"members\":2}"));
        }
        assertThat(listed)
                .anyMatch(line ->
                        line.contains("\"id\":" + file.path("large_room") + ",") && line.endsWith("\"members\":16}"));
        done("room join 70 " + file.path("users").path(3).path("name").asString());

        assertThat(done("bench clean FILE")).contains("17 users and 9 rooms removed");

        assertThat(done("user list --json")).isEqualTo(users);
        assertThat(done("room list --json")).isEqualTo(rooms);
        assertThat(people()).doesNotExist();
    }

    @Test
    void twoPasswordsAreNeverTheSame() throws Exception {
        done("bench prepare FILE --users 2");
        String first =
                JSON.readTree(Files.readString(people())).path("password").asString();
        done("bench clean FILE");
        done("bench prepare FILE --users 2");

        assertThat(Files.readString(people())).doesNotContain(first);
    }

    @Test
    void prepareOverwritesNothingAndLeavesNothingBehindWhereItFails() throws Exception {
        Files.writeString(people(), "mine");
        Program.Run run = run("bench prepare FILE");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("onechat: there is a file ").contains("already");
        assertThat(Files.readString(people())).isEqualTo("mine");
        assertThat(done("user list --json")).isEmpty();

        Files.delete(people());
        assertThat(run("bench prepare FILE --db-url jdbc:h2:file:/dev/null/x").status())
                .isEqualTo(1);
        assertThat(people()).doesNotExist();
    }

    @Test
    void cleanRemovesNobodyElse() throws Exception {
        done("bench prepare FILE --users 4");
        JsonNode file = JSON.readTree(Files.readString(people()));
        String name = file.path("users").path(0).path("name").asString();
        long room = file.path("rooms").path(0).asLong();
        done("user remove " + name + " --yes");
        done("room remove " + room + " --yes");
        run(List.of("room", "add", "theirs", "--id", Long.toString(room)));

        assertThat(done("bench clean FILE")).contains("3 users and 1 rooms removed");

        assertThat(done("room list --json")).contains("\"name\":\"theirs\"").hasLineCount(1);
        assertThat(done("user list --json")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyRelayIsCountedAndNoneIsLost(Way way) throws Exception {
        done("bench prepare FILE --users 6");
        RunningServer server = start(way);

        JsonNode result = measured(
                server,
                way,
                "relay --pairs 3 --outstanding 4 --seconds 1 --warmup 0 --payload 700 --pid "
                        + ProcessHandle.current().pid());

        assertThat(result.path("sent").asLong())
                .isPositive()
                .isEqualTo(metric(server, "commands_total{cmd=\"webrtc_send_ice_candidate\"}"));
        long relays = result.path("relays").asLong(-1);
        assertThat(relays).isBetween(0L, result.path("sent").asLong());
        for (String nothing : List.of("lost", "doubled", "out_of_order")) {
            assertThat(result.path(nothing).asLong(-1)).isZero();
        }
        double seconds = result.path("seconds").asDouble();
        assertThat(seconds).isGreaterThanOrEqualTo(1);
        assertThat(result.path("relays_per_second").asDouble())
                .isCloseTo(relays / seconds, Offset.offset(0.1 + relays / 1e3));
        assertThat(result.path("p99_us").asDouble())
                .isBetween(
                        result.path("p50_us").asDouble(),
                        result.path("p99_9_us").asDouble());
        // Each relay crosses the network twice, though the first time may be before the time that is measured.
        assertThat(result.path("octets").asLong()).isGreaterThanOrEqualTo(relays * 700);
        for (String cost : List.of("server_cpu_seconds", "own_cpu_seconds", "own_cpu_share")) {
            assertThat(result.has(cost)).as(cost).isTrue();
        }
        assertThat(errors(server)).isZero();
        assertThat(metric(server, "sessions{state=\"away\"}")).isZero();
    }

    @Test
    void atARateNoMoreIsSentThanThat() throws Exception {
        done("bench prepare FILE --users 4");
        RunningServer server = start(Way.TCP);
        long begin = System.nanoTime();

        JsonNode result = measured(server, Way.TCP, "relay --pairs 2 --outstanding 4 --rate 50 --seconds 1 --warmup 0");

        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(result.path("sent").asLong()).isBetween(1L, (long) (50 * seconds) + 2);
        assertThat(result.has("server_cpu_seconds")).isFalse();
    }

    @Test
    void atARateWhatIsDueGoesOutAlsoWhereOnlyOneMayWaitForItsAck() throws Exception {
        done("bench prepare FILE --users 2");
        RunningServer server = start(Way.TCP);

        JsonNode result = measured(server, Way.TCP, "relay --pairs 1 --outstanding 1 --rate 50 --seconds 2 --warmup 0");

        // Half of them are there before the next is due.
        assertThat(result.path("p50_us").asDouble(Double.NaN)).isLessThan(1e6 / 50);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "WEBSOCKET"})
    void callsBeginAndEnd(Way way) throws Exception {
        done("bench prepare FILE --users 4");
        RunningServer server = start(way);

        JsonNode result = measured(server, way, "calls --pairs 2 --seconds 2 --warmup 0 --candidates 2");

        long begun = metric(server, "calls_begun_total");
        assertThat(begun).isPositive();
        assertThat(result.path("calls").asLong(-1)).isBetween(0L, begun);
        assertThat(metric(server, "calls_over_total")).isEqualTo(begun);
        assertThat(metric(server, "commands_total{cmd=\"webrtc_send_answer\"}")).isEqualTo(begun);
        assertThat(metric(server, "commands_total{cmd=\"webrtc_send_ice_candidate\"}"))
                .isEqualTo(4 * begun);
        assertThat(errors(server)).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "WEBSOCKET"})
    void idleConnectionsAreAllLoggedInSomeOfThemAsFurtherDevices(Way way) throws Exception {
        done("bench prepare FILE --users 4");
        RunningServer server = start(way);

        JsonNode result = measured(
                server,
                way,
                "idle --connections 11 --seconds 1 --pid "
                        + ProcessHandle.current().pid());

        assertThat(result.path("connections").asLong()).isEqualTo(11);
        assertThat(result.path("rss_before").asLong()).isPositive();
        assertThat(result.path("rss_per_connection").isIntegralNumber()).isTrue();
        assertThat(metric(server, "logins_total{outcome=\"ok\"}")).isEqualTo(11);
        assertThat(metric(server, "disconnects_total{reason=\"logout\"}")).isEqualTo(11);
        assertThat(errors(server)).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "WEBSOCKET"})
    void aStormLogsEverybodyIn(Way way) throws Exception {
        done("bench prepare FILE --users 20");
        RunningServer server = start(way);

        JsonNode result = measured(server, way, "storm --connections 40 --warmup 2 --jwt-secret-file " + secretFile());

        assertThat(result.path("logged_in").asLong()).isEqualTo(40);
        assertThat(result.path("failed").asLong(-1)).isZero();
        assertThat(result.path("seconds").asDouble()).isPositive();
        // Both are of the same moment: one rounded to a millisecond, the other to three digits.
        double longest = result.path("max_us").asDouble() / 1e6;
        assertThat(result.path("seconds").asDouble()).isCloseTo(longest, Offset.offset(0.001 + longest / 100));
        assertThat(metric(server, "logins_total{outcome=\"ok\"}")).isEqualTo(120);
        assertThat(metric(server, "sessions{state=\"away\"}")).isZero();
    }

    private String secretFile() throws IOException {
        return Files.writeString(folder.resolve("secret"), SECRET).toString();
    }

    @Test
    void whoIsRefusedInAStormIsCountedByCode() throws Exception {
        done("bench prepare FILE --users 20");
        RunningServer server =
                start(options().connections(connections -> connections.withMaxConnectionsPerAddress(12)));

        Program.Run run =
                bench(server, Way.TCP, "storm --connections 20 --warmup 0 --json --jwt-secret-file " + secretFile());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).endsWith("onechat: 8 of 20 did not get in: {10429=8}" + System.lineSeparator());
        JsonNode result = JSON.readTree(run.out());
        assertThat(result.path("logged_in").asLong()).isEqualTo(12);
        assertThat(result.path("failures").path("10429").asLong()).isEqualTo(8);
    }

    @Test
    void resultsAreATableUnlessJsonIsAskedForAndAFileHasTheJson() throws Exception {
        done("bench prepare FILE --users 2");
        RunningServer server = start(Way.TCP);
        Path json = folder.resolve("result.json");

        Program.Run run = bench(server, Way.TCP, "relay --pairs 1 --seconds 2 --warmup 0 --json-file " + json);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("relays a second", "lost", "bench's own CPU")
                .doesNotContain("{");
        assertThat(JSON.readTree(Files.readString(json)).path("sent").asLong()).isPositive();
    }

    @Test
    void aServerThatLimitsTheRateOfCommandsIsSaidToNeedItsOption() throws Exception {
        done("bench prepare FILE --users 2");
        RunningServer server = start(options().commandRate(1));

        Program.Run run = bench(server, Way.WEBSOCKET, "relay --pairs 1 --outstanding 100 --seconds 5 --warmup 0");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("onechat: ", "10429", "it must be started with --command-rate 0");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password | the server answers 10401 (401 Unauthorized wrong name or password)",
                "name | the server answers 10404 (404 Not Found user with this name)",
            })
    void peopleWhomTheServerDoesNotKnowAreToldOf(String member, String line) throws Exception {
        done("bench prepare FILE --users 2");
        RunningServer server = start(Way.TCP);
        Files.writeString(
                people(),
                Files.readString(people()).replaceAll("\"" + member + "\":\"[^\"]{4}", "\"" + member + "\":\"XXXX"));

        Program.Run run = bench(server, Way.TCP, "relay --pairs 1 --seconds 1");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("onechat: 127.0.0.1:").contains(line).contains("of another database");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aServerThatIsDownIsSaidToBe() throws Exception {
        done("bench prepare FILE --users 2");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (String target : List.of("--tcp 127.0.0.1:" + port, "--ws ws://127.0.0.1:" + port + "/onechat")) {
            Program.Run run = run("bench relay --pairs 1 --people FILE " + target);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualTo("onechat: " + target.substring(target.indexOf(' ') + 1) + ": Connection refused"
                            + System.lineSeparator());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | relay | Missing required option: '--people=FILE'",
                "2 | relay --people FILE --pairs 0 | --pairs must be a whole number from 1 to 500000",
                "2 | relay --people FILE --tcp x | --tcp must be HOST:PORT, such as 127.0.0.1:7400",
                "2 | relay --people FILE --tcp x:1 --ws ws://x/ | --tcp and --ws are both given; one is enough",
                "2 | relay --people FILE --ws http://x/ | --ws must begin with ws:// or wss:// and name a host",
                "2 | relay --people FILE --ws ws://x/ --tls | --tls goes with --tcp; a URL for TLS begins with wss://",
                "2 | relay --people FILE --payload 249 | --payload must be a whole number from 250 to 65536",
                "2 | storm --people FILE --jwt-secret short | --jwt-secret holds a secret of less than 32 octets",
                "2 | prepare | Missing required parameter: 'FILE'",
                "2 | idel | unknown command idel; did you mean idle?",
                "1 | relay --people FILE --pairs 2 | the file has rooms for 1 pairs of users, not for 2; bench prepare --users 4 makes that many",
                "1 | idle --people FILE --connections 33 | the file has 2 users, of whom each may have 16 devices, not 33 in all; bench prepare --users 3 makes enough",
                "1 | relay --people FILE --pid 2147483647 | there is no process 2147483647 on this machine",
                "1 | relay --people FILE --pairs 1 --tls --tls-ca /dev/null | the file /dev/null holds no certificates that can be used",
                "1 | relay --people pom.xml | the file pom.xml is none that bench prepare made",
                "1 | clean pom.xml | the file pom.xml is none that bench prepare made",
                "1 | relay --people no.json | there is no file no.json; bench prepare makes one",
            })
    void whatCannotBeIsOneLine(int status, String command, String line) {
        done("bench prepare FILE --users 2");

        Program.Run run = run("bench " + command);

        assertThat(run.err()).isEqualTo("onechat: " + line + System.lineSeparator());
        assertThat(run.status()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void theHelpTellsWhatIsMeasuredAndWhatTheServerNeeds() {
        assertThat(done("bench --help")).contains("prepare", "clean", "relay", "calls", "idle", "storm");
        assertThat(done("bench relay --help"))
                .contains("--people", "--tcp", "--ws", "--rate", "--pid", "--json", "--command-rate 0", "Exit status");
        assertThat(done("bench storm --help")).contains("--jwt-secret-file", "--jwt-private-key", "at the same moment");
        assertThat(done("bench idle --help")).contains("Linux", "--pid");
        assertThat(done("bench prepare --help")).contains("--users", "--db-url", "bench clean");
    }
}
