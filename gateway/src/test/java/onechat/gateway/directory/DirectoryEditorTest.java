package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.h2.util.DateTimeUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryEditorTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    private Path folder;

    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
        DateTimeUtils.resetCalendar();
    }

    /** Rails reads and writes them in UTC, whatever the zone of the machine. */
    @ParameterizedTest
    @EnumSource
    void railsTablesGetTheirTimesInUtc(TestDatabase database) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        DateTimeUtils.resetCalendar();
        DirectoryOptions options = database.empty(folder);
        try (var first = TestDatabase.connect(options)) {
            TestDatabase.execute(
                    options,
                    "CREATE TABLE users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, mobile VARCHAR(20), password_digest"
                            + " VARCHAR(255), email VARCHAR(9) NOT NULL DEFAULT '', created_at DATETIME NOT NULL,"
                            + " updated_at DATETIME NOT NULL)",
                    "CREATE TABLE rooms (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, creator BIGINT, name VARCHAR(255),"
                            + " max_member_count INT NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL)",
                    "CREATE TABLE room_users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, room_id BIGINT, user_id BIGINT,"
                            + " created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL)");
            try (DirectoryEditor editor = DirectoryEditor.open(options, CLOCK)) {
                assertThat(editor.addUser("alice", "secret", null)).isEqualTo(1);
                assertThat(editor.addRoom("kitchen", 5L, "alice")).isEqualTo(5);
                assertThat(editor.join(5, List.of("alice"), List.of()).changed())
                        .isEqualTo(1);
                assertThatThrownBy(() -> editor.addUser("x".repeat(21), "secret", null))
                        .hasMessage("too long for the column users.mobile, which takes 20 characters");
            }
            for (String table : List.of("users", "rooms", "room_users")) {
                assertThat(texts(first, "SELECT CONCAT(created_at, ''), CONCAT(updated_at, '') FROM " + table))
                        .containsExactly("2026-01-02 03:04:05", "2026-01-02 03:04:05");
            }
        }
    }

    /** A column of this type holds an instant, and the server's zone decides which one a text is. */
    @ParameterizedTest
    @ValueSource(strings = {"+09:00", "-05:00"})
    void aTimestampOfMySqlIsTheSameInstantWhateverTheZoneOfItsServer(String serversZone) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        DirectoryOptions options = TestDatabase.MARIADB.empty(folder);
        try (var first = TestDatabase.connect(options)) {
            String usual = texts(first, "SELECT @@GLOBAL.time_zone").getFirst();
            TestDatabase.execute(options, "SET GLOBAL time_zone = '" + serversZone + "'");
            try (DirectoryEditor editor = DirectoryEditor.open(options, CLOCK)) {
                TestDatabase.execute(options, "ALTER TABLE users ADD COLUMN created_at TIMESTAMP NULL");
                editor.addUser("alice", "secret", null);
                assertThat(texts(first, "SELECT UNIX_TIMESTAMP(created_at) FROM users"))
                        .containsExactly(Long.toString(CLOCK.instant().getEpochSecond()));
            } finally {
                TestDatabase.execute(options, "SET GLOBAL time_zone = '" + usual + "'");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewPasswordIsAChangeOfItsUserWhereThatIsKept(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        TestDatabase.execute(options, DirectoryTest.ONECHAT_TABLES);
        String old = "'2001-01-01 01:01:01'";
        TestDatabase.execute(
                options,
                "INSERT INTO users (id, mobile, created_at, updated_at) VALUES (1, 'alice', " + old + ", " + old
                        + "), (2, 'bob', " + old + ", " + old + ")");
        try (DirectoryEditor editor = DirectoryEditor.open(options, CLOCK);
                var first = TestDatabase.connect(options)) {
            editor.setPassword("alice", "secret");
            assertThat(texts(first, "SELECT CONCAT(created_at, ''), CONCAT(updated_at, '') FROM users ORDER BY id"))
                    .containsExactly(
                            "2001-01-01 01:01:01", "2026-01-02 03:04:05", "2001-01-01 01:01:01", "2001-01-01 01:01:01");
        }
    }

    /** What follows on the failure must not be told in its place. */
    @Test
    void aConnectionThatIsLostWithinAChangeIsToldAsThat() throws Exception {
        DirectoryOptions options = TestDatabase.MARIADB.empty(folder);
        InstantSource killing = () -> {
            killConnections(options);
            return CLOCK.instant();
        };
        try (DirectoryEditor editor = DirectoryEditor.open(options, killing)) {
            assertThatThrownBy(() -> editor.addRoom("kitchen", 5L, null))
                    .isInstanceOf(DirectoryEditException.class)
                    .hasMessageContaining("SQLState 08S01");
        }
    }

    private static void killConnections(DirectoryOptions options) {
        try (var killer = TestDatabase.connect(options)) {
            String others =
                    "SELECT ID FROM INFORMATION_SCHEMA.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()";
            for (String connection : texts(killer, others)) {
                TestDatabase.execute(options, "KILL " + connection);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** All columns of all rows, in order. */
    private static List<String> texts(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    texts.add(rows.getString(i));
                }
            }
            return texts;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aColumnThatNobodyFillsIsNamed(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (DirectoryEditor editor = DirectoryEditor.open(options, CLOCK)) {
            TestDatabase.execute(options, "ALTER TABLE users ADD COLUMN uid VARCHAR(40) NOT NULL");
            assertThatThrownBy(() -> editor.addUser("alice", "secret", null))
                    .isInstanceOf(DirectoryEditException.class)
                    .hasMessage("the column users.uid needs a value and has no default");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsChangedWhereNotAllCanBe(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (DirectoryEditor editor = DirectoryEditor.open(options, CLOCK);
                Directory directory = Directory.open(options)) {
            editor.addUser("alice", "secret", 3L);
            editor.addRoom("kitchen", 5L, null);
            assertThatThrownBy(() -> editor.join(5, List.of("alice", "Alice"), List.of()))
                    .hasMessage("there is no user Alice");
            assertThat(directory.membersOf(5)).isEmpty();
            TestDatabase.execute(options, "INSERT INTO room_users (room_id, user_id) VALUES (5, 3)");
            TestDatabase.execute(options, "ALTER TABLE users ADD COLUMN boss BIGINT");
            TestDatabase.execute(
                    options, "CREATE TABLE pets (owner BIGINT, FOREIGN KEY (owner) REFERENCES users (id))");
            TestDatabase.execute(options, "INSERT INTO pets VALUES (3)");
            assertThatThrownBy(() -> editor.removeUser("alice")).isInstanceOf(DirectoryEditException.class);
            assertThat(directory.membersOf(5)).containsExactly(3L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatLooksLikeSqlIsAName(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        String name = "'; DROP TABLE users; -- 😀 \" ` \\";
        try (DirectoryEditor editor = DirectoryEditor.open(options, CLOCK);
                Directory directory = Directory.open(options)) {
            long id = editor.addUser(name, "secret", null);
            editor.addRoom(name, 5L, name);
            editor.join(5, List.of(name), List.of());
            assertThat(directory.membersOf(5)).containsExactly(id);
            editor.removeUser(name);
            assertThat(directory.accountOf(name)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLongListComesWholeAndInPages(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (DirectoryListing listing = DirectoryListing.open(options)) {
            var insert = new StringBuilder("INSERT INTO users (id, mobile) VALUES (1, 'user 1')");
            for (int id = 2; id <= 2 * DirectoryListing.PAGE; id++) {
                insert.append(", (").append(id).append(", 'user ").append(id).append("')");
            }
            TestDatabase.execute(options, insert.toString());
            List<Integer> pages = new ArrayList<>();
            List<Long> ids = new ArrayList<>();
            listing.users(page -> {
                pages.add(page.size());
                page.forEach(user -> ids.add(user.id()));
                return true;
            });
            assertThat(pages).containsExactly(DirectoryListing.PAGE, DirectoryListing.PAGE, 0);
            assertThat(ids).isSorted().doesNotHaveDuplicates().hasSize(2 * DirectoryListing.PAGE);
            pages.clear();
            listing.users(page -> {
                pages.add(page.size());
                return false;
            });
            assertThat(pages).hasSize(1);
        }
    }

    @Test
    void aDigestIsWhatRailsAndPhpReadAndUsesEveryOctet() throws Exception {
        String password = "é".repeat(36);
        String digest = PasswordDigest.of(password);
        assertThat(digest).matches("\\$2a\\$12\\$.{53}");
        BcryptCheck check = new BcryptCheck(false);
        assertThat(check.matches(password, digest)).isTrue();
        assertThat(check.matches("é".repeat(35) + "ê", digest)).isFalse();
    }
}
