package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import onechat.gateway.signaling.DirectoryUnavailableException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DirectoryOutageTest {
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(500);
    /** What the contract with operators allows; the rest is this machine's, which runs other tests too. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void whenEveryConnectionIsBusyOthersAreToldInTimeAndServedLater(TestDatabase database) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(2);
        try (Database two =
                Database.open(TestDatabase.with(2, ANSWER_WITHIN, database.empty(folder)), connection -> {})) {
            for (int i = 0; i < 2; i++) {
                // Told in time though the driver never comes back.
                assertToldInTime(() -> two.answer(connection -> {
                    busy.countDown();
                    return await(release);
                }));
            }
            busy.await();
            assertToldInTime(() -> two.answer(connection -> "answer"));
            release.countDown();
            // Only now do the questions that nobody waits for any more give their connections back.
            Awaitility.await().ignoreExceptions().until(() -> two.answer(connection -> "answer")
                    .equals("answer"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void thousandsAtOnceAllGetTheirAnswer(TestDatabase database) throws Exception {
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger asking = new AtomicInteger();
        try (Database three =
                Database.open(TestDatabase.with(3, Duration.ofSeconds(3), database.empty(folder)), connection -> {})) {
            Thread[] askers = new Thread[3_000];
            for (int i = 0; i < askers.length; i++) {
                askers[i] = Thread.ofVirtual()
                        .start(() -> unavailable(() -> three.answer(connection -> {
                            most.accumulateAndGet(asking.incrementAndGet(), Math::max);
                            connection.isValid(1);
                            asking.decrementAndGet();
                            return answered.incrementAndGet();
                        })));
            }
            for (Thread asker : askers) {
                asker.join();
            }
        }
        assertThat(answered).hasValue(3_000);
        assertThat(most.get()).isBetween(1, 3);
    }

    @ParameterizedTest
    @EnumSource
    void logInsInAStormLeaveConnectionsToEverybodyElse(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        AtomicInteger answered = new AtomicInteger();
        try (Database five =
                Database.open(TestDatabase.with(5, Duration.ofSeconds(3), database.empty(folder)), connection -> {})) {
            gate.start(
                    20,
                    3,
                    () -> unavailable(() -> five.answerLogin(connection -> {
                        gate.pass();
                        return answered.incrementAndGet();
                    })));
            assertThat(five.<Boolean>answer(connection -> connection.isValid(1)))
                    .isTrue();
            gate.open();
        }
        assertThat(gate.most()).isEqualTo(3);
        assertThat(answered).hasValue(20);
    }

    /** Tables are locked in MySQL for as long as the test wants. */
    @Test
    void neitherNamesNorRoomsOfALoginKeepAJoinWaiting() throws Exception {
        DirectoryOptions options = TestDatabase.MARIADB.empty(folder);
        Directory.open(options).close();
        DirectoryQueries queries = DirectoryQueries.OF_ONECHAT.withRoomsOfUser(
                "SELECT rooms.id, rooms.name FROM rooms JOIN room_users ON room_users.room_id = rooms.id"
                        + " JOIN users ON users.id = room_users.user_id WHERE users.id = ?");
        AtomicInteger next = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Gate lock = new Gate();
        try (Directory directory = Directory.open(TestDatabase.with(queries, options));
                var locking = TestDatabase.connect(options);
                var statement = locking.createStatement()) {
            TestDatabase.execute(
                    options,
                    "INSERT INTO rooms (id, name) VALUES (1, 'room')",
                    "INSERT INTO room_users (room_id, user_id) VALUES (1, 5)");
            statement.execute("LOCK TABLES users WRITE");
            lock.start(40, 0, () -> {
                unavailable(() -> {
                    if (next.getAndIncrement() % 2 == 0) {
                        directory.accountOf("alice");
                    } else {
                        directory.roomsOf(5);
                    }
                });
                ended.incrementAndGet();
            });
            assertThat(directory.membersOf(1)).containsExactly(5L);
            // Each of them waits still.
            assertThat(ended).hasValue(0);
            statement.execute("UNLOCK TABLES");
            lock.open();
        }
    }

    /** The second query of a question gets what the first has left of its time. */
    @Test
    void namesThatDoNotComeTakeNoLongerThanAnyOtherQuestion() throws Exception {
        DirectoryOptions options = TestDatabase.with(
                DirectoryOptions.DEFAULT_POOL_SIZE, ANSWER_WITHIN, TestDatabase.MARIADB.empty(folder));
        Directory.open(options).close();
        DirectoryQueries named =
                DirectoryQueries.OF_ONECHAT.withNamesInRoom("SELECT id, mobile FROM users WHERE id > ?");
        try (Directory directory = Directory.open(TestDatabase.with(named, options));
                var locking = TestDatabase.connect(options);
                var statement = locking.createStatement()) {
            TestDatabase.execute(
                    options,
                    "INSERT INTO rooms (id, name) VALUES (1, 'room')",
                    "INSERT INTO room_users (room_id, user_id) VALUES (1, 5)");
            statement.execute("LOCK TABLES users WRITE");
            assertToldInTime(() -> directory.namedMembersOf(1));
            assertThat(directory.membersOf(1)).containsExactly(5L);
            statement.execute("UNLOCK TABLES");
        }
    }

    /** H2 closes its file, for everybody, when a thread that reads or writes it is interrupted. */
    @Test
    void anAskersInterruptDoesNotReachTheDatabase() throws Exception {
        DirectoryOptions options = TestDatabase.with(1, Duration.ofSeconds(3), TestDatabase.H2_FILE.empty(folder));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        AtomicBoolean reached = new AtomicBoolean();
        try (Database one = Database.open(options, connection -> {})) {
            Thread asker = Thread.ofVirtual()
                    .start(() -> unavailable(() -> one.answer(connection -> {
                        busy.countDown();
                        await(release);
                        reached.set(Thread.currentThread().isInterrupted());
                        return connection.isValid(1);
                    })));
            busy.await();
            asker.interrupt();
            release.countDown();
            asker.join();
            // Its turn comes when the question before it is over.
            assertThat(one.<Boolean>answer(connection -> connection.isValid(1))).isTrue();
        }
        assertThat(reached).isFalse();
    }

    @Test
    void aDatabaseServerThatIsStoppedIsMissedInTimeAndFoundAgain() throws Exception {
        Server server = server("0").start();
        int port = server.getPort();
        try (Directory directory = Directory.open(overTcp(port))) {
            assertThat(directory.membersOf(1)).isEmpty();
            assertThat(directory.answers()).isTrue();
            server.stop();
            for (int i = 0; i < 3; i++) {
                assertToldInTime(() -> directory.membersOf(1));
                assertToldInTime(() -> directory.namedMembersOf(1));
                assertToldInTime(() -> directory.roomsOf(1));
                assertToldInTime(() -> directory.accountOf("alice"));
            }
            assertThat(directory.answers()).isFalse();
            server = server(Integer.toString(port)).start();
            Awaitility.await().until(directory::answers);
            assertThat(directory.membersOf(1)).isEmpty();
        } finally {
            server.stop();
        }
    }

    @Test
    void aDatabaseServerThatFallsSilentIsMissedInTimeAndFoundAgain() throws Exception {
        Server server = server("0").start();
        try (StallingProxy proxy = new StallingProxy(server.getPort());
                Directory directory = Directory.open(overTcp(proxy.port()))) {
            assertThat(directory.membersOf(1)).isEmpty();
            proxy.stall(true);
            for (int i = 0; i < 5; i++) {
                assertToldInTime(() -> directory.accountOf("alice"));
            }
            assertThat(directory.answers()).isFalse();
            proxy.stall(false);
            Awaitility.await().until(directory::answers);
            assertThat(directory.membersOf(1)).isEmpty();
        } finally {
            server.stop();
        }
    }

    @Test
    void whatIsSaidOfAFailureQuotesNoName() throws Exception {
        DirectoryOptions options = TestDatabase.H2_MEMORY.empty(folder);
        TestDatabase.execute(
                options, "CREATE TABLE staff (number INT, digest VARCHAR(60))", "INSERT INTO staff VALUES (1, '')");
        DirectoryQueries numbered = new DirectoryQueries(
                "SELECT number, digest, digest FROM staff WHERE REGEXP_LIKE(digest, ?)",
                "SELECT number, digest FROM staff WHERE number = ?",
                "SELECT number FROM staff WHERE number = ?");
        try (Directory directory = Directory.open(TestDatabase.with(numbered, options))) {
            assertThatThrownBy(() -> directory.accountOf("alice("))
                    .isInstanceOf(DirectoryUnavailableException.class)
                    .hasCauseInstanceOf(SQLException.class)
                    .satisfies(e -> {
                        StringWriter everything = new StringWriter();
                        e.printStackTrace(new PrintWriter(everything));
                        assertThat(everything.toString())
                                .contains("SQLState 22")
                                .doesNotContain("alice");
                    });
        }
    }

    @Test
    void aBugInAQuestionIsABugAndNoOutage() throws Exception {
        try (Database database = Database.open(TestDatabase.H2_MEMORY.empty(folder), connection -> {})) {
            assertThatThrownBy(() -> database.answer(connection -> {
                        throw new IllegalArgumentException("bug");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("bug");
        }
    }

    private Server server(String port) throws SQLException {
        return Server.createTcpServer("-tcpPort", port, "-ifNotExists", "-baseDir", folder.toString());
    }

    private static DirectoryOptions overTcp(int port) {
        return TestDatabase.with(
                2,
                ANSWER_WITHIN,
                new DirectoryOptions(
                        "jdbc:h2:tcp://127.0.0.1:" + port + "/./onechat;MODE=MySQL", "onechat", () -> "x"));
    }

    private static void assertToldInTime(ThrowingCallable question) {
        long asked = System.nanoTime();
        assertThatThrownBy(question).isInstanceOf(DirectoryUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TOLD_WITHIN);
    }

    /** Asks, whether or not there is an answer. */
    private static void unavailable(ThrowingCallable question) {
        try {
            question.call();
        } catch (DirectoryUnavailableException e) {
            assertThat(e).isNotNull();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
            return "released";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
