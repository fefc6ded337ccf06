package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Clients come, call, and go in every way for ten minutes; afterwards every gauge is zero and the live heap is what it was. Used by one
 * thread; the server is a process of its own.
 *
 * <p>Its name keeps it out of the build's tests. To run it:
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=SoakBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>{@code ONECHAT_SOAK_SECONDS=60} in the environment makes it shorter.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class SoakBenchmark {
    private static final int ROOMS = 30;
    private static final int RESUME_WINDOW_SECONDS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(45);
    /** What the JVM and its libraries go on caching; a session that stayed would be thousands of times as much. */
    private static final long HEAP_TOLERANCE_BYTES = 1_500_000;

    @TempDir
    Path folder = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();
    private InetSocketAddress tcp = new InetSocketAddress(0);
    private InetSocketAddress webSocket = tcp;
    private InetSocketAddress admin = tcp;

    @Test
    void everybodyComesAndGoesAndNothingStays() throws Exception {
        Duration length =
                Duration.ofSeconds(Long.parseLong(System.getenv().getOrDefault("ONECHAT_SOAK_SECONDS", "600")));
        DirectoryOptions database = TestDatabase.MARIADB.empty(folder);
        try (BenchmarkServer server =
                new BenchmarkServer(database, folder.resolve("stderr"), "--resume-window=" + RESUME_WINDOW_SECONDS)) {
            tcp = server.endpoints().tcp();
            webSocket = server.endpoints().http();
            admin = server.endpoints().admin();
            ManyUsers.addPairs(database, 2 * ROOMS);
            churn(WARM_UP);
            long before = liveHeapWithNobodyThere(server);
            counts.clear();
            churn(length);
            long after = liveHeapWithNobodyThere(server);
            System.out.printf("%d s of churn: %s%n", length.toSeconds(), counts);
            System.out.printf("live heap %d octets before and %d after: %+d%n", before, after, after - before);
            System.out.println(Scrape.of(http, admin).counters());
            assertThat(Files.readAllLines(folder.resolve("stderr"))).noneMatch(line -> line.contains(" ERROR "));
            assertThat(after - before).isLessThan(HEAP_TOLERANCE_BYTES);
        } finally {
            http.shutdownNow();
        }
    }

    private long liveHeapWithNobodyThere(BenchmarkServer server) throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Scrape.of(http, admin).gauges())
                        .allSatisfy((name, value) -> assertThat(value).as(name).isZero()));
        return ClassHistogram.of(server.pid()).bytes();
    }

    private void churn(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        Crowd.all(IntStream.rangeClosed(1, ROOMS).boxed().toList(), room -> {
            Random chance = new Random(room);
            while (System.nanoTime() - until < 0) {
                call(room, chance);
            }
            return room;
        });
    }

    private void count(String what) {
        counts.computeIfAbsent(what, w -> new AtomicLong()).incrementAndGet();
    }

    private Client connect(Random chance) throws IOException {
        count("connects");
        return new Client(chance.nextInt(3) == 0 ? WebSocketWire.sharing(http, webSocket) : new TcpWire(tcp));
    }

    /** One call of two, with everything that may happen to its caller at the end. */
    private void call(int room, Random chance) throws IOException {
        long callee = 2L * room;
        try (Client caller = connect(chance);
                Client called = connect(chance)) {
            boolean resumable = chance.nextBoolean();
            JsonNode ack =
                    ManyUsers.login(caller, 2 * room - 1, resumable ? ",'resume':true,'device':'d'" : ",'device':'d'");
            ManyUsers.login(called, 2 * room, ",'device':'d'");
            caller.says("{'cmd':'webrtc_create','to':" + room + ",'ack':'c'}");
            until(caller, "ack");
            called.says("{'cmd':'webrtc_join','to':" + room + ",'ack':'j'}");
            until(called, "ack");
            until(caller, "webrtc_join");
            int relays = chance.nextInt(20);
            for (int i = 0; i < relays; i++) {
                relay(caller, called, callee, i);
            }
            count("calls");
            end(caller, called, ack.path("session").asString(""), callee, chance);
        }
    }

    /** Reads on to a message of that kind: rings and leaves of the call before may come first. */
    private static void until(Client client, String cmd) {
        String heard = client.next().path("cmd").asString();
        while (!heard.equals(cmd)) {
            assertThat(heard).isIn("webrtc_create", "webrtc_leave");
            heard = client.next().path("cmd").asString();
        }
    }

    private void relay(Client caller, Client called, long callee, int number) {
        caller.says("{'cmd':'webrtc_send_ice_candidate','to':" + callee + ",'label':" + number
                + ",'candidate':'c','ack':'r" + number + "'}");
        until(caller, "ack");
        until(called, "webrtc_send_ice_candidate");
        count("relays");
    }

    private void end(Client caller, Client called, String session, long callee, Random chance) throws IOException {
        switch (chance.nextInt(4)) {
            case 0 -> {
                caller.says("{'cmd':'logout','ack':'bye'}");
                until(caller, "ack");
                count("logouts");
            }
            case 1 -> {
                caller.vanishes();
                count("vanished");
            }
            case 2 -> {
                caller.saysAsItStands("x".repeat(70_000)); // closed, and a session stays
                count("faults");
            }
            default -> {
                if (!session.isEmpty()) {
                    caller.vanishes();
                    resume(called, session, callee, chance);
                }
            }
        }
    }

    private void resume(Client called, String session, long callee, Random chance) throws IOException {
        try (Client back = connect(chance)) {
            back.says("{'cmd':'login','session':'" + session + "','received':0,'ack':'r'}");
            JsonNode ack = back.next();
            assertThat(ack.path("resumed").asBoolean(false)).as("%s", ack).isTrue();
            for (long i = ack.path("replayed").asLong(); i > 0; i--) {
                back.next();
            }
            relay(back, called, callee, 99);
            count("resumes");
        }
    }
}
