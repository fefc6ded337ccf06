package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import onechat.gateway.real.MariaDbServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryStartTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aDatabaseWithSomeOfTheTablesIsLeftAsItIs(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        TestDatabase.execute(options, DirectoryTest.ONECHAT_TABLES[0]);
        List<String> before = TestDatabase.schemaOf(options);
        assertThat(lineOf(options)).contains("lacks rooms, room_users").contains("nothing was created");
        assertThat(TestDatabase.schemaOf(options)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseOfSomethingElseIsLeftAsItIs(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        TestDatabase.execute(options, "CREATE TABLE orders (id INT)");
        List<String> before = TestDatabase.schemaOf(options);
        assertThat(lineOf(options)).contains("lacks users, rooms, room_users");
        assertThat(TestDatabase.schemaOf(options)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aMissingColumnOrOneOfAWrongTypeIsFoundAtStart(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        TestDatabase.execute(
                options,
                "CREATE TABLE users (id VARCHAR(36), mobile VARCHAR(255), password_digest VARCHAR(255))",
                "CREATE TABLE rooms (id BIGINT, title VARCHAR(255))",
                "CREATE TABLE room_users (room_id BIGINT, user_id BIGINT)");
        assertThat(lineOf(options))
                .startsWith("the directory's tables do not serve: users.id is ")
                .contains("VAR")
                .endsWith(" and must be a whole number, rooms.name is missing");
        TestDatabase.execute(
                options,
                "DROP TABLE users",
                "CREATE TABLE users (id BIGINT, mobile BIGINT)",
                "DROP TABLE room_users",
                "CREATE TABLE room_users (room VARCHAR(36), user_id DATETIME)",
                // An underscore is a wildcard where tables are looked up.
                "CREATE TABLE roomXusers (room_id BIGINT, user_id BIGINT)");
        List<String> before = TestDatabase.schemaOf(options);
        assertThat(lineOf(options))
                .contains("users.mobile is BIGINT and must be a text, users.password_digest is missing")
                .contains("rooms.name is missing, room_users.room_id is missing, room_users.user_id is ");
        assertThat(TestDatabase.schemaOf(options)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aBadQueryIsFoundAtStartAndChangesNothing(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        Directory.open(options).close();
        TestDatabase.execute(options, "INSERT INTO users (id, mobile) VALUES (1, '')");
        DirectoryQueries good = DirectoryQueries.OF_ONECHAT;
        for (String[] bad : new String[][] {
            {"SELECT id FROM users WHERE mobile = ?", "must give id, digest and name as it is stored, and gives 1"},
            {
                "SELECT id, password_digest FROM users WHERE mobile = ?",
                "must give id, digest and name as it is stored, and gives 2 columns"
            },
            {"SELECT id, mobile, mobile, mobile FROM users WHERE mobile = ?", "must give id, digest and name"},
            {"SELECT id, password_digest, mobile FROM users", "must have one parameter (?), and has 0"},
            {
                "SELECT id, mobile, mobile FROM users WHERE mobile = ? AND id = ?",
                "must have one parameter (?), and has 2"
            },
            {"SELECT mobile, id, mobile FROM users WHERE mobile = ?", "must give a whole number in column 1"},
            {"SELECT id, id, mobile FROM users WHERE mobile = ?", "must give a text in column 2"},
            {"SELECT id, mobile, id FROM users WHERE mobile = ?", "must give a text in column 3"},
            {"SELECT id, mobile, mobile FROM people WHERE name = ?", "does not work"},
            {"SELEKT id FROM users WHERE mobile = ?", "does not work"},
            {"DELETE FROM users WHERE mobile = ?", "does not work"},
            {
                "SELECT id, password_digest, mobile FROM users WHERE mobile = ?; DELETE FROM users",
                "must be one statement, and holds a semicolon"
            },
            {"SELECT id, password_digest, mobile FROM users WHERE mobile = ?;;", "must be one statement"},
            {"DELETE FROM users; SELECT id, password_digest, mobile FROM users WHERE mobile = ?;", "must be one"},
        }) {
            DirectoryQueries queries = new DirectoryQueries(bad[0], good.roomsOfUser(), good.membersOfRoom());
            assertThat(lineOf(TestDatabase.with(queries, options))).contains("user query (user-query) " + bad[1]);
        }
        DirectoryQueries rooms =
                new DirectoryQueries(good.userByName(), "SELECT name FROM rooms WHERE id = ?", good.membersOfRoom());
        assertThat(lineOf(TestDatabase.with(rooms, options)))
                .contains("rooms query (rooms-query) must give id and name, and gives 1 column");
        DirectoryQueries members =
                new DirectoryQueries(good.userByName(), good.roomsOfUser(), "SELECT name FROM rooms WHERE id = ?");
        assertThat(lineOf(TestDatabase.with(members, options)))
                .contains("members query (members-query) must give a whole number");
        for (String[] bad : new String[][] {
            {"SELECT id FROM users WHERE id = ?", "must give a user's id and name, and gives 1 column"},
            {"SELECT id, mobile FROM users", "must have one parameter (?), and has 0"},
            {"SELECT id, id FROM users WHERE id = ?", "must give a text in column 2"},
            {"SELECT id, nick FROM users WHERE id = ?", "does not work"},
            {"SELECT id, mobile FROM users WHERE id = ?; DELETE FROM users", "must be one statement"},
        }) {
            assertThat(lineOf(TestDatabase.with(good.withNamesInRoom(bad[0]), options)))
                    .contains("names query (names-query) " + bad[1]);
        }
        try (Directory directory = Directory.open(options)) {
            assertThat(directory.accountOf("")).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQueryMayEndInASemicolon(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        DirectoryQueries good = DirectoryQueries.OF_ONECHAT;
        DirectoryQueries ended =
                new DirectoryQueries(good.userByName() + " ; ", good.roomsOfUser() + ";\n", good.membersOfRoom() + ";");
        Directory.open(options).close();
        TestDatabase.execute(
                options,
                "INSERT INTO users (id, mobile) VALUES (1, 'alice')",
                "INSERT INTO rooms (id, name) VALUES (2, 'pg2')",
                "INSERT INTO room_users (room_id, user_id) VALUES (2, 1)");
        try (Directory directory = Directory.open(TestDatabase.with(ended, options))) {
            assertThat(directory.accountOf("alice")).isNotNull();
            assertThat(directory.roomsOf(1)).hasSize(1);
            assertThat(directory.membersOf(2)).containsExactly(1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyDatabaseGetsItsTablesWhereOnlyNamesHaveAQueryToo(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        DirectoryQueries named =
                DirectoryQueries.OF_ONECHAT.withNamesInRoom("SELECT id, mobile FROM users WHERE id = ?");
        Directory.open(TestDatabase.with(named, options)).close();
        assertThat(TestDatabase.schemaOf(options)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aStartThatWasCutOffIsCarriedOnByTheNext(TestDatabase database) throws Exception {
        DirectoryOptions whole = database.empty(folder);
        Directory.open(whole).close();
        List<String> expected = TestDatabase.schemaOf(whole);
        TestDatabase.execute(whole, "DROP TABLE rooms", "DROP TABLE room_users", "DELETE FROM onechat_schema");
        Directory.open(whole).close();
        assertThat(TestDatabase.schemaOf(whole)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void tablesOfANewerServerServeAndStayAsTheyAre(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        Directory.open(options).close();
        TestDatabase.execute(
                options,
                "ALTER TABLE users ADD COLUMN later INT",
                "INSERT INTO onechat_schema (version) VALUES (1000)");
        List<String> before = TestDatabase.schemaOf(options);
        Directory.open(options).close();
        assertThat(TestDatabase.schemaOf(options)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void serversThatStartAtOnceOnAnEmptyDatabaseAllServe(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        List<FutureTask<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FutureTask<Boolean> start = new FutureTask<>(() -> {
                try (Directory directory = Directory.open(options)) {
                    return directory.answers();
                }
            });
            starts.add(start);
            Thread.ofVirtual().start(start);
        }
        for (FutureTask<Boolean> start : starts) {
            assertThat(start.get()).isTrue();
        }
    }

    @Test
    void anAccountThatMayOnlyReadServesOnTablesThatAreThere() throws Exception {
        DirectoryOptions options = TestDatabase.MARIADB.empty(folder);
        DirectoryOptions reader =
                new DirectoryOptions(options.url(), MariaDbServer.READER, () -> MariaDbServer.PASSWORD);
        assertThat(lineOf(reader)).contains("can't be used: ").containsIgnoringCase("denied");
        Directory.open(options).close();
        try (Directory directory = Directory.open(reader)) {
            assertThat(directory.answers()).isTrue();
        }
        DirectoryOptions foreign = TestDatabase.MARIADB.empty(folder);
        TestDatabase.execute(foreign, DirectoryTest.ONECHAT_TABLES);
        try (Directory directory = Directory.open(
                new DirectoryOptions(foreign.url(), MariaDbServer.READER, () -> MariaDbServer.PASSWORD))) {
            assertThat(directory.answers()).isTrue();
        }
    }

    @Test
    void aQueryThatWritesIsRefusedByTheDatabaseAtStart() throws Exception {
        DirectoryOptions options = TestDatabase.MARIADB.empty(folder);
        Directory.open(options).close();
        TestDatabase.execute(
                options,
                "CREATE FUNCTION note() RETURNS BIGINT MODIFIES SQL DATA BEGIN"
                        + " INSERT INTO rooms (name) VALUES ('noted'); RETURN 1; END");
        DirectoryQueries writing = DirectoryQueries.OF_ONECHAT.withMembersOfRoom("SELECT note() FROM DUAL WHERE 0 = ?");
        assertThat(lineOf(TestDatabase.with(writing, options)))
                .contains("members query (members-query) does not work")
                .contains("READ ONLY transaction");
    }

    @Test
    void aWrongPasswordIsOneLineWithoutThePassword() throws Exception {
        DirectoryOptions options = TestDatabase.H2_FILE.empty(folder);
        Directory.open(options).close();
        assertThat(lineOf(new DirectoryOptions(options.url(), options.user(), () -> "hunter2")))
                .contains("can't be used")
                .contains("Wrong user name or password");
        DirectoryOptions mariadb = TestDatabase.MARIADB.empty(folder);
        assertThat(lineOf(new DirectoryOptions(mariadb.url(), mariadb.user(), () -> "hunter2")))
                .contains("can't be used")
                .contains("Access denied for user");
        assertThat(lineOf(new DirectoryOptions(mariadb.url() + "_not", mariadb.user(), mariadb.password())))
                .contains("can't be used")
                .contains("Unknown database");
    }

    @Test
    void aDatabaseThatIsNotThereIsOneLine() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        String url = "jdbc:mysql://127.0.0.1:" + port + "/onechat?sslMode=DISABLED";
        assertThat(lineOf(new DirectoryOptions(url, "onechat", () -> "hunter2")))
                .startsWith("the directory's database jdbc:mysql://127.0.0.1:" + port + "/onechat can't be used: ")
                .contains("Connection refused");
    }

    @Test
    @Timeout(10)
    void aDatabaseThatNeverAnswersDoesNotKeepTheServerWaiting() throws Exception {
        // The system accepts the connection, and nobody ever answers it.
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:mysql://127.0.0.1:" + silent.getLocalPort() + "/onechat";
            DirectoryOptions options = new DirectoryOptions(url, "onechat", () -> "hunter2");
            assertThat(lineOf(TestDatabase.with(2, Duration.ofMillis(300), options)))
                    .contains("can't be used");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/onechat",
                "mysql://db/onechat",
                "jdbc:mysql://db/onechat?user=x&password=hunter2",
                "jdbc:mysql://db/onechat?user=hunter2",
                "jdbc:mysql://db/onechat?useSSL=true& User = hunter2",
                "jdbc:h2:mem:x;USER=hunter2",
                "jdbc:mysql://onechat:hunter2@db/onechat",
                "jdbc:mysql://address=(host=db)(password=hunter2)/onechat",
                "jdbc:h2:mem:x;PASSWORD=hunter2",
                "jdbc:h2:mem:x;USER=sa;password = hunter2"
            })
    void aUrlOfAnotherKindOrWithAPasswordInItIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> new DirectoryOptions(url, "onechat", () -> ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2")
                .hasMessageContaining("the database URL must");
    }

    @ParameterizedTest
    @CsvSource({"0, 2000", "1001, 2000", "10, 249", "10, 3001"})
    void optionsOutOfTheirRangeAreRefused(int poolSize, long answerMillis) {
        DirectoryOptions options = new DirectoryOptions("jdbc:h2:mem:x", "onechat", () -> "");
        assertThatThrownBy(() -> TestDatabase.with(poolSize, Duration.ofMillis(answerMillis), options))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextFormsHoldNoSecret() {
        assertThat(new DirectoryOptions("jdbc:h2:mem:x;A=hunter1", "hunter2", () -> "hunter3"))
                .asString()
                .doesNotContain("hunter");
        assertThat(new Account(1, "hunter")).asString().doesNotContain("hunter");
    }

    private static String lineOf(DirectoryOptions options) {
        try {
            Directory.open(options).close();
        } catch (DirectoryStartException e) {
            assertThat(e.getMessage()).doesNotContain("\n", "hunter2");
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("the directory was opened");
    }
}
