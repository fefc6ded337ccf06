package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.Endpoints;
import onechat.gateway.directory.Directory;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The log of the jar as an operator runs it: one line an event, and nothing of what clients say in any. */
@Timeout(120)
class PackagedLogsIT {
    private static final Pattern READY = Pattern.compile(
            "onechat ready tcp=127\\.0\\.0\\.1:(\\d+) http=http://127\\.0\\.0\\.1:(\\d+) admin=http://127\\.0\\.0\\.1:(\\d+)");
    private static final String PASS = "correct-horse-battery";
    private static final String WRONG_PASS = "wrong-donkey-battery";
    private static final String SDP = "v=0 o=- 4611731400430051336 2 IN IP4 198.51.100.77";
    private static final String CANDIDATE = "candidate:842163049 1 udp 1677729535 198.51.100.78 46154 typ srflx";
    /** What no line may hold, with what comes to be known on the way. */
    private static final String[] PRIVATE = {
        PASS,
        WRONG_PASS,
        "4611731400430051336",
        "198.51.100",
        "842163049",
        "quillfeather",
        "ostrobothnia",
        "grimalkin",
        "parlour",
        "tamarack",
        "sycamore",
        "unguessable-key",
        "127.0.0.1"
    };

    @TempDir
    Path folder = Path.of("");

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    private ProcessBuilder onechat(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-jar",
                Objects.requireNonNull(System.getProperty("onechat.jar"))));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    private Process start(ProcessBuilder builder) throws IOException {
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        Process process =
                builder.redirectError(folder.resolve("stderr").toFile()).start();
        processes.add(process);
        return process;
    }

    /** Nobody reads its log. */
    private Process startUnread(ProcessBuilder builder) throws IOException {
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static Endpoints ready(Process process) throws IOException {
        Matcher ready = READY.matcher(String.valueOf(process.inputReader(UTF_8).readLine()));
        assertThat(ready.matches()).as("%s", ready).isTrue();
        return new Endpoints(at(ready.group(1)), at(ready.group(2)), at(ready.group(3)), false);
    }

    private static InetSocketAddress at(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    private List<String> logOf(Process process) throws Exception {
        process.toHandle().destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(folder.resolve("stderr"));
    }

    @Test
    void aLogThatNobodyReadsHoldsUpNeitherCallsNorTheEnd() throws Exception {
        Process process = startUnread(
                onechat("serve", "--demo", "--tcp-port=0", "--http-port=0", "--admin-port=0", "--command-rate=0"));
        try (Client alice = new Client(Transport.TCP.connect(ready(process)))) {
            alice.logsIn("alice", "phone");
            // Two lines each; a pipe holds a thousand or so.
            for (int call = 0; call < 2_000; call++) {
                alice.says("{'cmd':'webrtc_create','to':1,'ack':'c'}").next();
                alice.says("{'cmd':'webrtc_leave','to':1,'ack':'l'}")
                        .hears("{'cmd':'ack','action':'webrtc_leave','ack':'l'}");
            }
        }
        process.toHandle().destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(process.getErrorStream().readAllBytes()).hasSizeGreaterThan(60_000);
    }

    @Test
    void eachEventIsALineForPeople() throws Exception {
        Process process = start(onechat("serve", "--demo", "--tcp-port=0", "--http-port=0", "--admin-port=0"));
        Endpoints server = ready(process);
        try (Client alice = new Client(Transport.TCP.connect(server))) {
            alice.logsIn("alice", "phone");
            alice.says("{'cmd':'logout','ack':1}").next();
            alice.hearsTheEnd(0);
        }
        List<String> lines = logOf(process);
        assertThat(lines).allSatisfy(line -> assertThat(line)
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  .*"));
        // When a connection ends is up to the network.
        assertThat(lines.stream().map(line -> line.substring(line.indexOf("  ") + 2)))
                .hasSize(4)
                .contains(
                        "EventLog login user=1 connection=1",
                        "EventLog logged out user=1 connection=1",
                        "Server drain over connections=0");
    }

    @Test
    void asJsonEveryLineParsesAndEvenForDebuggingNoneHoldsWhatClientsSay() throws Exception {
        DirectoryOptions directory = directory();
        Path secret = Files.writeString(folder.resolve("jwt"), "unguessable-key".repeat(3) + "\n");
        Process signer =
                onechat("token", "--user=12", "--jwt-secret-file=" + secret).start();
        processes.add(signer);
        String token = String.valueOf(signer.inputReader(UTF_8).readLine());
        ProcessBuilder builder = onechat(
                "serve",
                "--tcp-port=0",
                "--http-port=0",
                "--admin-port=0",
                "--log-format=json",
                "--jwt-secret-file=" + secret,
                "--db-url=" + directory.url(),
                "--db-user=" + directory.user());
        builder.environment().put("ONECHAT_DB_PASSWORD", directory.password().get());
        builder.environment().put("ONECHAT_LOG_LEVEL", "DEBUG");
        Process process = start(builder);
        String session = callEachOther(ready(process), token);

        List<JsonNode> lines = new ArrayList<>();
        for (String line : logOf(process)) {
            assertThat(line)
                    .doesNotContain(PRIVATE)
                    .doesNotContain(session, token, token.substring(token.lastIndexOf('.') + 1));
            JsonNode object = Json.read(line);
            assertThat(object.path("timestamp").asString())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(object.path("level").asString()).as(line).isIn("INFO", "DEBUG");
            assertThat(object.path("logger").asString()).isNotEmpty();
            assertThat(object.path("message").asString()).isNotEmpty();
            lines.add(object);
        }
        assertThat(lines).anyMatch(line -> line.path("level").asString().equals("DEBUG"));
        assertThat(lines.stream()
                        .filter(line -> line.path("level").asString().equals("INFO"))
                        .filter(line -> line.path("logger").asString().startsWith("onechat."))
                        .map(PackagedLogsIT::brief))
                .containsExactlyInAnyOrder(
                        "login 11 1",
                        "login 12 2",
                        "call begun ",
                        "away 11 1 broken",
                        "resumed 11 6",
                        "logged out 12 2",
                        "call over ",
                        "logged out 11 6",
                        "drain begun ",
                        "drain over ");
    }

    private static String brief(JsonNode line) {
        String text = line.path("message").asString() + " " + line.path("user").asString("");
        return text
                + (line.has("connection") ? " " + line.path("connection").asLong() : "")
                + (line.has("why") ? " " + line.path("why").asString() : "");
    }

    private DirectoryOptions directory() throws Exception {
        DirectoryOptions directory = TestDatabase.H2_FILE.empty(folder);
        Directory.open(directory).close(); // creates the tables
        String digest = BCrypt.withDefaults().hashToString(4, PASS.toCharArray());
        TestDatabase.execute(
                directory,
                "INSERT INTO users (id, mobile, password_digest) VALUES (11, 'quillfeather', '" + digest
                        + "'), (12, 'ostrobothnia', '" + digest + "')",
                "INSERT INTO rooms (id, creator, name, max_member_count) VALUES (5, 11, 'parlour', 16)",
                "INSERT INTO room_users (room_id, user_id) SELECT 5, id FROM users");
        return directory;
    }

    /** A call with everything in it that can go wrong; returns what the session that was resumed is called. */
    private static String callEachOther(Endpoints server, String token) throws Exception {
        Client alice = new Client(Transport.TCP.connect(server));
        alice.says("{'cmd':'login','name':'quillfeather','pass':'" + PASS
                + "','device':'tamarack','resume':true,'ack':'in'}");
        String session = alice.next().path("session").asString();
        assertThat(session).isNotEmpty();
        Client bob = new Client(Transport.WEBSOCKET.connect(server));
        bob.says("{'cmd':'login','token':'" + token + "','device':'sycamore','ack':'in'}");
        assertThat(bob.next().path("user").asLong()).isEqualTo(12);
        alice.says("{'cmd':'webrtc_create','to':5,'ack':'c'}").next();
        bob.next();
        bob.says("{'cmd':'webrtc_join','to':5,'ack':'j'}").next();
        alice.next();
        alice.says("{'cmd':'webrtc_send_offer','to':12,'sdp':'" + SDP + "','ack':'o'}")
                .next();
        bob.next();
        bob.says("{'cmd':'webrtc_send_answer','to':11,'sdp':'" + SDP + "','ack':'a'}")
                .next();
        alice.next();
        bob.says("{'cmd':'webrtc_send_ice_candidate','to':11,'label':0,'candidate':'" + CANDIDATE + "','ack':'i'}")
                .next();
        alice.next();
        alice.says("{'cmd':'webrtc_send_offer','to':99,'sdp':'" + SDP + "','ack':'p'}")
                .hearsError(10404);
        alice.says("{'cmd':'webrtc_send_offer','to':'12','sdp':'" + SDP + "','ack':'q'}")
                .hearsError(10400);
        strangers(server, token);

        alice.vanishes();
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().until(() -> Scrape.of(http, server.admin()).value("sessions{state=\"away\"}") == 1);
        }
        Client back = new Client(Transport.TCP.connect(server));
        back.says("{'cmd':'login','session':'" + session + "','received':7,'ack':'r'}");
        assertThat(back.next().path("resumed").asBoolean()).isTrue();
        back.hearsNothing();
        bob.says("{'cmd':'logout','ack':'l'}").next();
        bob.hearsTheEnd(1000);
        back.next();
        back.says("{'cmd':'logout','ack':'l'}").next();
        back.hearsTheEnd(0);
        bob.close();
        back.close();
        return session;
    }

    private static void strangers(Endpoints server, String token) throws IOException {
        try (Client stranger = new Client(Transport.WEBSOCKET.connect(server))) {
            stranger.says("{'cmd':'login','name':'quillfeather','pass':'" + WRONG_PASS + "','ack':1}")
                    .hearsError(10401);
            stranger.says("{'cmd':'login','name':'grimalkin','pass':'" + WRONG_PASS + "','ack':1}")
                    .hearsError(10404);
            stranger.says("{'cmd':'login','token':'" + token + "x','device':'tamarack','ack':1}")
                    .hearsError(10401);
            stranger.says("{'cmd':'login','session':'unguessable-key','received':0,'ack':1}")
                    .hearsError(10410);
            stranger.says("{'cmd':'" + PASS + "'}").hearsError(10400);
        }
        try (TcpWire garbled = new TcpWire(server.tcp())) {
            garbled.send((PASS + "\r\n\r\n").getBytes(US_ASCII));
            assertThat(garbled.receive()).contains("10400");
        }
        try (TcpWire newer = new TcpWire(server.tcp())) {
            newer.send("ONECHAT/7.7\r\nPAYLOAD_LEN: 2\r\n\r\n{}".getBytes(US_ASCII));
            assertThat(newer.receive()).contains("10426");
        }
    }
}
