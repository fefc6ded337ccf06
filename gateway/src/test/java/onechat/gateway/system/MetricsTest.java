package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What a scrape of the whole server says, before, during and after calls. */
@Timeout(120)
class MetricsTest {
    private static final String ALICE = "847261530947";
    private static final String BOB = "847261530948";
    private static final String CAROL = "847261530949";
    private static final String ROOM = "619384752036";
    /** Everything by which a user could be known from a label. */
    private static final String[] PRIVATE = {
        ALICE,
        BOB,
        CAROL,
        ROOM,
        "quillfeather",
        "ostrobothnia",
        "grimalkin",
        "parlour",
        "tamarack",
        "sycamore",
        "v=0",
        "candidate:",
        "127.0.0.1",
        "hunter2"
    };

    private final HttpClient http = HttpClient.newHttpClient();
    private DemoServer server;

    @BeforeEach
    void start() throws Exception {
        DirectoryOptions directory = TestDatabase.H2_MEMORY.empty(Path.of(""));
        server = new DemoServer(DemoServer.options(directory));
        String digest = BCrypt.withDefaults().hashToString(4, "hunter2".toCharArray());
        TestDatabase.execute(
                directory,
                "INSERT INTO users (id, mobile, password_digest) VALUES (" + ALICE + ", 'quillfeather', '" + digest
                        + "'), (" + BOB + ", 'ostrobothnia', '" + digest + "'), (" + CAROL + ", 'grimalkin', '" + digest
                        + "')",
                "INSERT INTO rooms (id, creator, name, max_member_count) VALUES (" + ROOM + ", " + ALICE
                        + ", 'parlour', 16)",
                "INSERT INTO room_users (room_id, user_id) SELECT " + ROOM + ", id FROM users");
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private Scrape scrape() {
        Scrape scrape = Scrape.of(http, server.endpoints().admin());
        assertThat(scrape.text()).doesNotContain(PRIVATE);
        return scrape;
    }

    private Client login(Transport transport, String name, String device) throws IOException {
        Client client = server.connect(transport);
        client.says("{'cmd':'login','name':'" + name + "','pass':'hunter2','device':'" + device + "','ack':'in'}");
        assertThat(client.next().path("user").asLong()).isPositive();
        return client;
    }

    /** Logs in so that the session can be resumed, and returns what it is called. */
    private static String loginToResume(Client client) {
        client.says(
                "{'cmd':'login','name':'quillfeather','pass':'hunter2','device':'tamarack','ack':'in','resume':true}");
        JsonNode ack = client.next();
        assertThat(ack.path("session").asString()).as("%s", ack).isNotEmpty();
        return ack.path("session").asString();
    }

    private void hasGauges(Map<String, Integer> notZero) {
        await().untilAsserted(() -> {
            Map<String, Double> gauges = scrape().gauges();
            gauges.values().removeIf(value -> value == 0);
            assertThat(gauges).isEqualTo(doubles(notZero));
        });
    }

    private void hasCounters(Map<String, Integer> notZero) {
        await().untilAsserted(() -> {
            Map<String, Double> counters = scrape().counters();
            counters.values().removeIf(value -> value == 0);
            assertThat(counters).isEqualTo(doubles(notZero));
        });
    }

    private static Map<String, Double> doubles(Map<String, Integer> numbers) {
        Map<String, Double> all = new TreeMap<>();
        numbers.forEach((name, number) -> all.put(name.replace('\'', '"'), number.doubleValue()));
        return all;
    }

    @Test
    void beforeAnythingHappensEverySeriesIsThereAtZero() {
        Scrape scrape = scrape();

        assertThat(scrape.gauges().values()).containsOnly(0.0);
        assertThat(scrape.counters().values()).containsOnly(0.0);
        assertThat(scrape.gauges().keySet())
                .containsExactlyInAnyOrder(
                        "connections",
                        "sessions{state=\"connected\"}",
                        "sessions{state=\"away\"}",
                        "users",
                        "calls",
                        "participants",
                        "rings",
                        "outbox_bytes",
                        "kept_frames",
                        "timers{of=\"ring\"}",
                        "timers{of=\"session\"}");
        assertThat(scrape.counters().keySet())
                .contains(
                        "commands_total{cmd=\"webrtc_send_ice_candidate\"}",
                        "errors_total{code=\"10503\"}",
                        "logins_total{outcome=\"ok\"}",
                        "logins_total{outcome=\"10401\"}",
                        "resumes_total{outcome=\"frames_gone\"}",
                        "disconnects_total{reason=\"not_reading\"}",
                        "calls_begun_total",
                        "calls_over_total")
                .hasSize(11 + 12 + 7 + 4 + 12 + 2);
        assertThat(scrape.value("relay_latency_seconds_count")).isZero();
        assertThat(scrape.value("relay_latency_seconds_bucket{le=\"5.0E-5\"}")).isZero();
        assertThat(scrape.value("relay_latency_seconds_bucket{le=\"1.0\"}")).isZero();
        assertThat(scrape.value("call_setup_seconds_bucket{le=\"0.1\"}")).isZero();
        assertThat(scrape.value("call_setup_seconds_bucket{le=\"60.0\"}")).isZero();
    }

    @Test
    void theProcessIsToldOfToo() {
        System.gc();

        await().untilAsserted(() -> assertThat(scrape().text()).contains("\njvm_gc_pause_seconds_count{"));
        Map<String, Double> samples = scrape().samples();
        assertThat(samples.keySet())
                .contains("process_cpu_usage", "process_uptime_seconds", "process_files_open_files")
                .anyMatch(sample -> sample.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .anyMatch(sample -> sample.startsWith("jvm_memory_max_bytes{area=\"heap\""));
        assertThat(samples.get("process_files_open_files")).isPositive();
    }

    @Test
    void everyGaugeFollowsWhatIsThereAndEveryCounterWhatHappened() throws IOException {
        Client alice = server.connect(Transport.TCP);
        String session = loginToResume(alice);
        Client bob = login(Transport.WEBSOCKET, "ostrobothnia", "sycamore");
        alice.says("{'cmd':'webrtc_create','to':" + ROOM + ",'ack':'c'}");
        alice.next();
        bob.next();
        bob.says("{'cmd':'webrtc_join','to':" + ROOM + ",'ack':'j'}");
        bob.next();
        alice.next();
        hasGauges(Map.of(
                "connections", 2,
                "sessions{state='connected'}", 2,
                "users", 2,
                "calls", 1,
                "participants", 2,
                "rings", 1, // the third is offline
                "kept_frames", 2,
                "timers{of='ring'}", 1));

        alice.says("{'cmd':'webrtc_send_offer','to':" + BOB + ",'sdp':'v=0 x','ack':'o'}");
        alice.next();
        bob.next();
        await().until(() -> scrape().value("relay_latency_seconds_count") == 1);
        server.clock().pass(Duration.ofSeconds(2));
        bob.says("{'cmd':'webrtc_send_answer','to':" + ALICE + ",'sdp':'v=0 y','ack':'a'}");
        bob.next();
        alice.next();
        bob.says("{'cmd':'webrtc_send_answer','to':" + ALICE + ",'sdp':'v=0 z','ack':'b'}");
        bob.next();
        alice.next();
        await().until(() -> scrape().value("relay_latency_seconds_count") == 3);
        assertThat(scrape().value("relay_latency_seconds_sum")).isZero(); // the clock stood still
        assertThat(scrape().value("call_setup_seconds_count")).isEqualTo(1);
        assertThat(scrape().value("call_setup_seconds_sum")).isEqualTo(2);
        assertThat(scrape().value("call_setup_seconds_bucket{le=\"1.0\"}")).isZero();
        assertThat(scrape().value("call_setup_seconds_bucket{le=\"2.0\"}")).isEqualTo(1);

        alice.says("{'cmd':'webrtc_join','to':5,'ack':'e'}").hearsError(10404);
        alice.vanishes();
        await().until(() -> scrape().value("sessions{state=\"away\"}") == 1);
        bob.says("{'cmd':'webrtc_send_ice_candidate','to':" + ALICE
                + ",'label':0,'candidate':'candidate:1 127.0.0.1','ack':'i'}");
        bob.next();
        hasGauges(Map.of(
                "connections", 1,
                "sessions{state='connected'}", 1,
                "sessions{state='away'}", 1,
                "users", 2,
                "calls", 1,
                "participants", 2,
                "rings", 1,
                "kept_frames", 7,
                "timers{of='ring'}", 1,
                "timers{of='session'}", 1));

        Client back = server.connect(Transport.WEBSOCKET);
        back.says("{'cmd':'login','session':'" + session + "','received':6,'ack':'r'}")
                .hears("{'cmd':'ack','action':'login','ack':'r','resumed':true,'replayed':1}");
        back.next();
        server.connect(Transport.TCP)
                .says("{'cmd':'login','session':'nobody','received':0,'ack':'r'}")
                .hearsError(10410)
                .vanishes();
        Client bobAgain = login(Transport.TCP, "ostrobothnia", "sycamore");
        bob.hearsError(10409).hearsTheEnd(1008);
        back.next(); // the leave
        bobAgain.says("{'cmd':'logout','ack':'l'}").next();
        bobAgain.hearsTheEnd(0);
        Client stranger = server.connect(Transport.TCP);
        stranger.says("{'cmd':'login','name':'grimalkin','pass':'wrong','ack':1}")
                .hearsError(10401);
        stranger.says("{'cmd':'webrtc_nonsense'}").hearsError(10400);
        try (TcpWire garbled = new TcpWire(server.endpoints().tcp())) {
            garbled.send("nonsense\r\n\r\n".getBytes(US_ASCII));
            assertThat(garbled.receive()).contains("10400");
        }
        await().until(() -> scrape().value("disconnects_total{reason=\"framing\"}") == 1);
        server.clock().pass(Duration.ofSeconds(11));
        stranger.hearsError(10408).hearsTheEnd(0);
        back.vanishes();
        hasGauges(Map.of(
                "sessions{state='away'}", 1,
                "users", 1,
                "calls", 1,
                "participants", 1,
                "rings", 1,
                "kept_frames", 2,
                "timers{of='ring'}", 1,
                "timers{of='session'}", 1));
        server.clock().pass(Duration.ofSeconds(31));

        hasGauges(Map.of());
        hasCounters(Map.ofEntries(
                Map.entry("commands_total{cmd='login'}", 6),
                Map.entry("commands_total{cmd='webrtc_create'}", 1),
                Map.entry("commands_total{cmd='webrtc_join'}", 2),
                Map.entry("commands_total{cmd='webrtc_send_offer'}", 1),
                Map.entry("commands_total{cmd='webrtc_send_answer'}", 2),
                Map.entry("commands_total{cmd='webrtc_send_ice_candidate'}", 1),
                Map.entry("commands_total{cmd='logout'}", 1),
                Map.entry("errors_total{code='10400'}", 2),
                Map.entry("errors_total{code='10401'}", 1),
                Map.entry("errors_total{code='10404'}", 1),
                Map.entry("errors_total{code='10408'}", 1),
                Map.entry("errors_total{code='10409'}", 1),
                Map.entry("errors_total{code='10410'}", 1),
                Map.entry("logins_total{outcome='ok'}", 3),
                Map.entry("logins_total{outcome='10401'}", 1),
                Map.entry("resumes_total{outcome='resumed'}", 1),
                Map.entry("resumes_total{outcome='unknown'}", 1),
                Map.entry("disconnects_total{reason='broken'}", 3),
                Map.entry("disconnects_total{reason='replaced'}", 1),
                Map.entry("disconnects_total{reason='logout'}", 1),
                Map.entry("disconnects_total{reason='framing'}", 1),
                Map.entry("disconnects_total{reason='no_login'}", 1),
                Map.entry("calls_begun_total", 1),
                Map.entry("calls_over_total", 1)));
        assertThat(scrape().value("relay_latency_seconds_count")).isEqualTo(3); // what was replayed is not timed
        assertThat(scrape().value("call_setup_seconds_count")).isEqualTo(1);
    }

    @Test
    void aScrapeIsWholeWhateverChangesMeanwhile() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread churn = Thread.ofVirtual().start(() -> {
            while (!enough.get()) {
                comeCallAndGo();
            }
        });
        for (int i = 0; i < 100; i++) {
            assertThat(scrape().gauges().values()).allMatch(value -> value >= 0);
        }
        enough.set(true);
        churn.join();
        Scrape after = scrape();
        assertThat(after.value("calls_begun_total"))
                .isGreaterThan(1)
                .isEqualTo(after.value("logins_total{outcome=\"ok\"}"));

        await().until(() -> scrape().value("connections") == 0);
        server.clock().pass(Duration.ofSeconds(31));
        hasGauges(Map.of());
    }

    private void comeCallAndGo() {
        try (Client client = new Client(Transport.TCP.connect(server.endpoints()))) {
            loginToResume(client);
            client.says("{'cmd':'webrtc_create','to':" + ROOM + ",'ack':'c'}").next();
            client.vanishes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
