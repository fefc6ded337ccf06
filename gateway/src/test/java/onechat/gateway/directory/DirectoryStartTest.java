package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        assertThat(lineOf(options)).contains("user query must give a whole number in column 1, and gives ");
        TestDatabase.execute(options, "DROP TABLE users", "CREATE TABLE users (id BIGINT, mobile VARCHAR(20))");
        assertThat(lineOf(options)).contains("user query does not work").containsIgnoringCase("password_digest");
        TestDatabase.execute(options, "ALTER TABLE users ADD COLUMN password_digest VARCHAR(255)");
        assertThat(lineOf(options)).contains("rooms query does not work").containsIgnoringCase("name");
    }

    @ParameterizedTest
    @EnumSource
    void aBadQueryIsFoundAtStartAndChangesNothing(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        Directory.open(options).close();
        TestDatabase.execute(options, "INSERT INTO users (id, mobile) VALUES (1, '')");
        DirectoryQueries good = DirectoryQueries.OF_ONECHAT;
        for (String[] bad : new String[][] {
            {"SELECT id FROM users WHERE mobile = ?", "must give 2 columns, and gives 1"},
            {"SELECT id, mobile, mobile, mobile FROM users WHERE mobile = ?", "must give 2 columns, and gives 4"},
            {"SELECT id, password_digest FROM users", "must have one parameter (?), and has 0"},
            {"SELECT id, mobile FROM users WHERE mobile = ? AND id = ?", "must have one parameter (?), and has 2"},
            {"SELECT mobile, id FROM users WHERE mobile = ?", "must give a whole number in column 1"},
            {"SELECT id, id FROM users WHERE mobile = ?", "must give a text in column 2"},
            {"SELECT id, mobile FROM people WHERE name = ?", "does not work"},
            {"SELEKT id FROM users WHERE mobile = ?", "does not work"},
            {"DELETE FROM users WHERE mobile = ?", "does not work"},
        }) {
            DirectoryQueries queries = new DirectoryQueries(bad[0], good.roomsOfUser(), good.membersOfRoom());
            assertThat(lineOf(TestDatabase.with(queries, options))).contains("user query " + bad[1]);
        }
        DirectoryQueries rooms =
                new DirectoryQueries(good.userByName(), "SELECT name FROM rooms WHERE id = ?", good.membersOfRoom());
        assertThat(lineOf(TestDatabase.with(rooms, options))).contains("rooms query must give 2 columns");
        DirectoryQueries members =
                new DirectoryQueries(good.userByName(), good.roomsOfUser(), "SELECT name FROM rooms WHERE id = ?");
        assertThat(lineOf(TestDatabase.with(members, options))).contains("members query must give a whole number");
        try (Directory directory = Directory.open(options)) {
            assertThat(directory.accountOf("")).isNotNull();
        }
    }

    @Test
    void aWrongPasswordIsOneLineWithoutThePassword() throws Exception {
        DirectoryOptions options = TestDatabase.H2_FILE.empty(folder);
        Directory.open(options).close();
        assertThat(lineOf(new DirectoryOptions(options.url(), options.user(), () -> "hunter2")))
                .contains("can't be used")
                .contains("Wrong user name or password");
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
