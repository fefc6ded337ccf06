package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import onechat.gateway.real.MariaDbServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call and a login storm while the database fails and comes back (contract sections 7 and 8). */
@Timeout(180)
class DatabaseOutageTest {
    /** What operators are promised, of a login and of the return. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(3);

    private static final Duration BACK_WITHIN = Duration.ofSeconds(5);
    /** Enough to outlast whatever the pool had in hand when it began. */
    private static final int MANY = 50;

    private final HttpClient http = HttpClient.newHttpClient();
    private final MariaDbServer mariadb = MariaDbServer.shared();
    private DemoServer server;
    private Client carol;
    private RelayFlow relays;
    private LoginStorm storm;

    @BeforeEach
    void callWhileUsersLogIn() throws Exception {
        DirectoryOptions database = TestDatabase.MARIADB.empty(Path.of(""));
        server = new DemoServer(DemoServer.options(database));
        LoginStorm.addUsers(database);
        TestDatabase.execute(
                database,
                "INSERT INTO rooms (id, name) VALUES (1, 'room'), (2, 'other')",
                "INSERT INTO room_users (room_id, user_id) VALUES (1, 1), (1, 2), (2, 3)");
        Client alice = server.connect(Transport.TCP);
        Client bob = server.connect(Transport.WEBSOCKET);
        carol = server.connect(Transport.TCP);
        LoginStorm.login(alice, 1);
        LoginStorm.login(bob, 2);
        LoginStorm.login(carol, 3);
        relays = new RelayFlow(alice, bob);
        storm = new LoginStorm(server.endpoints());
        relays.start();
        storm.start();
        await().until(() -> storm.accepted() > MANY && relays.count() > MANY);
    }

    @AfterEach
    void stop() {
        storm.close();
        relays.close();
        server.close();
        http.shutdownNow();
    }

    @Test
    void killedAndStartedAgain() throws Exception {
        mariadb.kill();
        try {
            goesOnWithoutTheDatabase();
        } finally {
            mariadb.start();
        }
        isBackInTime();
    }

    @Test
    void frozenAndThawed() throws Exception {
        mariadb.freeze();
        try {
            goesOnWithoutTheDatabase();
        } finally {
            mariadb.thaw();
        }
        isBackInTime();
    }

    private void goesOnWithoutTheDatabase() throws Exception {
        await().until(() -> ready() == 503);
        long relayed = relays.count();
        long refused = storm.unavailable();
        await().until(() -> storm.unavailable() > refused + MANY && relays.count() > relayed + MANY);

        carol.says("{'cmd':'webrtc_create','to':2,'ack':1}").hearsError(10503);
        carol.says("{'cmd':'webrtc_join','to':2,'ack':2}").hearsError(10503);
        carol.says("{'cmd':'presence','to':2,'ack':4}").hearsError(10503);
        carol.hearsNothing();
        assertThat(ready()).isEqualTo(503);
        assertThat(storm.strangest()).isEmpty();
        assertThat(storm.slowest()).isLessThan(TOLD_WITHIN);
    }

    private void isBackInTime() throws Exception {
        long accepts = System.nanoTime();
        long before = storm.accepted();
        await().until(() -> storm.accepted() > before + MANY && ready() == 200);
        Duration back = Duration.ofNanos(System.nanoTime() - accepts);

        carol.says("{'cmd':'webrtc_create','to':2,'ack':3}");
        assertThat(carol.next().path("action").asString()).isEqualTo("webrtc_create");
        storm.close();
        relays.close();
        assertThat(storm.strangest()).isEmpty();
        assertThat(back).isLessThan(BACK_WITHIN);
        // Whatever waited for the database would have waited for as long as a login may.
        assertThat(relays.slowest()).isLessThan(DirectoryOptions.DEFAULT_ANSWER_WITHIN);
    }

    private int ready() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.endpoints().admin().getPort() + "/health/ready");
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50));
    }
}
