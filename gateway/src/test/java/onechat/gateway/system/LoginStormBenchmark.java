package onechat.gateway.system;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Prints how long the relays of an established call take before and during a login storm: ten thousand users in MariaDB, a thousand
 * of whom log in within five seconds. Used by one thread; the server is a process of its own.
 *
 * <p>Its name keeps it out of the build's tests. To run it, on a machine that does nothing else:
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=LoginStormBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>{@code ONECHAT_BENCHMARK_COST=12} in the environment makes the digests costlier than the usual 10.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LoginStormBenchmark {
    private static final int USERS = 10_000;
    private static final int LOGINS = 1_000;
    private static final long BETWEEN_LOGINS_NANOS =
            Duration.ofSeconds(5).dividedBy(LOGINS).toNanos();
    private static final Duration CALM = Duration.ofSeconds(15);
    private static final long BETWEEN_RELAYS_NANOS = Duration.ofMillis(2).toNanos();
    private static final int PATIENCE_SECONDS = 600;

    @TempDir
    Path folder = Path.of("");

    private final Map<String, AtomicLong> replies =
            new TreeMap<>(Map.of("ack", new AtomicLong(), "10503", new AtomicLong(), "other", new AtomicLong()));
    private final CountDownLatch answered = new CountDownLatch(LOGINS);
    private final AtomicLong slowestLoginNanos = new AtomicLong();

    @Test
    void relaysBeforeAndDuringALoginStorm() throws Exception {
        int cost = Integer.parseInt(System.getenv().getOrDefault("ONECHAT_BENCHMARK_COST", "10"));
        DirectoryOptions database = TestDatabase.MARIADB.empty(folder);
        try (BenchmarkServer server = new BenchmarkServer(database, folder.resolve("stderr"))) {
            addUsers(database, cost);
            measure(server.endpoints().tcp(), cost);
        }
    }

    private void measure(InetSocketAddress tcp, int cost) throws Exception {
        try (Client caller = login(tcp, 1);
                Client callee = login(tcp, 2)) {
            caller.says("{'cmd':'webrtc_create','to':1,'ack':'c'}").next();
            callee.next();
            callee.says("{'cmd':'webrtc_join','to':1,'ack':'j'}").next();
            caller.next();
            relays(caller, callee, System.nanoTime() + CALM.toNanos()); // warms up
            long[] before = relays(caller, callee, System.nanoTime() + CALM.toNanos());
            long begin = System.nanoTime();
            Thread.ofVirtual().start(() -> storm(tcp));
            long[] during = relays(caller, callee, 0);
            Duration storm = Duration.ofNanos(System.nanoTime() - begin);
            System.out.printf(
                    "bcrypt cost %d: %d logins of %d users, answered %s within %.1f s, the slowest after %.1f s%n",
                    cost, LOGINS, USERS, replies, storm.toMillis() / 1e3, slowestLoginNanos.get() / 1e9);
            print("before", before);
            print("during", during);
        }
    }

    private static void print(String when, long[] sorted) {
        System.out.printf(
                "relay %s: %d relays, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, longest %.2f ms%n",
                when,
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[(int) (sorted.length * 0.999)] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    /** The nanoseconds from sending to receiving, sorted; until that time, or, with 0, until every login is answered. */
    private long[] relays(Client caller, Client callee, long untilNanos) {
        List<Long> nanos = new ArrayList<>();
        while (untilNanos == 0 ? answered.getCount() > 0 : System.nanoTime() - untilNanos < 0) {
            long sent = System.nanoTime();
            caller.says("{'cmd':'webrtc_send_ice_candidate','to':2,'label':0,'candidate':'candidate:1','ack':1}");
            callee.next();
            nanos.add(System.nanoTime() - sent);
            caller.next();
            if (nanos.size() % 1_000 == 0) {
                callee.hearsNothing(); // whoever only listens is cut off
            }
            LockSupport.parkNanos(BETWEEN_RELAYS_NANOS);
        }
        return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private void storm(InetSocketAddress tcp) {
        long begin = System.nanoTime();
        for (int i = 0; i < LOGINS; i++) {
            int user = 3 + i;
            Thread.ofVirtual().start(() -> logInDuringTheStorm(tcp, user));
            LockSupport.parkNanos(begin + (i + 1) * BETWEEN_LOGINS_NANOS - System.nanoTime());
        }
    }

    private void logInDuringTheStorm(InetSocketAddress tcp, int user) {
        String reply = "other";
        try (Client client = new Client(new TcpWire(tcp, PATIENCE_SECONDS))) {
            long sent = System.nanoTime();
            JsonNode answer = say(client, user);
            slowestLoginNanos.accumulateAndGet(System.nanoTime() - sent, Math::max);
            reply = answer.path("cmd").asString().equals("ack")
                    ? "ack"
                    : answer.path("code").asInt() == 10503 ? "10503" : "other";
        } catch (IOException e) {
            System.out.println(e);
        } finally {
            replies.getOrDefault(reply, slowestLoginNanos).incrementAndGet();
            answered.countDown();
        }
    }

    private static Client login(InetSocketAddress tcp, int user) throws IOException {
        Client client = new Client(new TcpWire(tcp, PATIENCE_SECONDS));
        say(client, user);
        return client;
    }

    private static JsonNode say(Client client, int user) {
        return client.says("{'cmd':'login','name':'user" + user + "','pass':'alice','ack':1}")
                .next();
    }

    private static void addUsers(DirectoryOptions database, int cost) throws SQLException {
        String digest = BCrypt.withDefaults().hashToString(cost, "alice".toCharArray());
        TestDatabase.execute(
                database,
                "INSERT INTO users (id, mobile, password_digest) SELECT seq, CONCAT('user', seq), '" + digest
                        + "' FROM seq_1_to_" + USERS,
                "INSERT INTO rooms (id, name) VALUES (1, 'room')",
                "INSERT INTO room_users (room_id, user_id) VALUES (1, 1), (1, 2)");
    }
}
