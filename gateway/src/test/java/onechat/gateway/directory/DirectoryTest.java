package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onechat.gateway.session.UserRooms.RoomEntry;
import onechat.gateway.signaling.RoomMembers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void roomsOfAUserComeInTheOrderOfTheirIds(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (Directory directory = Directory.open(options)) {
            TestDatabase.execute(
                    options,
                    "INSERT INTO rooms (id, creator, name) VALUES (30, 1, 'late'), (4, 1, NULL), (5, 2, 'theirs'), (17, 1, '😀')",
                    "INSERT INTO room_users (room_id, user_id) VALUES (30, 1), (17, 1), (4, 1), (5, 2)");
            assertThat(directory.roomsOf(1))
                    .containsExactly(new RoomEntry(4, ""), new RoomEntry(17, "😀"), new RoomEntry(30, "late"));
            assertThat(directory.roomsOf(3)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoomHasItsMembersWhetherOrNotTheyStandInUsers(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (Directory directory = Directory.open(options)) {
            TestDatabase.execute(
                    options,
                    "INSERT INTO users (id, mobile) VALUES (1, 'alice')",
                    "INSERT INTO rooms (id, name) VALUES (7, 'room')",
                    "INSERT INTO room_users (room_id, user_id) VALUES (7, 1), (7, 9007199254740991)");
            assertThat(directory.membersOf(7)).containsExactlyInAnyOrder(1L, 9007199254740991L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownRoomAndARemovedOneHaveNoMembers(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (Directory directory = Directory.open(options)) {
            TestDatabase.execute(options, "INSERT INTO room_users (room_id, user_id) VALUES (8, 1)");
            assertThat(directory.membersOf(7)).isEmpty();
            assertThat(directory.membersOf(8)).isEmpty();
            assertThat(directory.roomsOf(1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void membersHaveNamesWhereTheOperatorSaysHow(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        DirectoryQueries named = DirectoryQueries.OF_ONECHAT.withNamesInRoom("SELECT users.id, users.mobile FROM users"
                + " JOIN room_users ON room_users.user_id = users.id WHERE room_users.room_id = ?;");
        try (Directory directory = Directory.open(TestDatabase.with(named, options));
                Directory nameless = Directory.open(options)) {
            TestDatabase.execute(
                    options,
                    "INSERT INTO rooms (id, name) VALUES (7, '🍣 room'), (8, 'other')",
                    "INSERT INTO room_users (room_id, user_id) VALUES (7, 1), (7, 2), (7, 3), (7, 4), (8, 5), (9, 1)");
            insert(options, List.of("<img src=x onerror=alert(1)>", "👩‍💻".repeat(50), "", "四", "eve"));
            TestDatabase.execute(options, "DELETE FROM users WHERE id = 4");

            assertThat(directory.namedMembersOf(7))
                    .isEqualTo(new RoomMembers.Named(
                            Set.of(1L, 2L, 3L, 4L),
                            Map.of(1L, "<img src=x onerror=alert(1)>", 2L, "👩‍💻".repeat(40), 3L, "")));
            assertThat(directory.namedMembersOf(9)).isEqualTo(new RoomMembers.Named(Set.of(), Map.of()));
            assertThat(nameless.namedMembersOf(7)).isEqualTo(new RoomMembers.Named(Set.of(1L, 2L, 3L, 4L), Map.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsWithoutAnIdOrANameAndSecondNamesAreLeftOut(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        TestDatabase.execute(options, "CREATE TABLE staff (number DECIMAL(20), team INT, called VARCHAR(50))");
        DirectoryQueries queries = new DirectoryQueries(
                "SELECT number, called, called FROM staff WHERE called = ?",
                "SELECT team, called FROM staff WHERE number = ?",
                "SELECT number FROM staff WHERE team = ?",
                "SELECT number, called FROM staff WHERE team = ? ORDER BY called");
        TestDatabase.execute(
                options,
                "INSERT INTO staff VALUES (1, 7, 'alice'), (1, 7, 'zoe'), (2, 7, NULL), (NULL, 7, 'nobody'), (0, 7, 'zero'),"
                        + " (9007199254740992, 7, 'huge')");
        try (Directory directory = Directory.open(TestDatabase.with(queries, options))) {
            assertThat(directory.namedMembersOf(7))
                    .isEqualTo(new RoomMembers.Named(Set.of(1L, 2L), Map.of(1L, "alice")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatChangesInTheDatabaseShowsAtOnce(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (Directory directory = Directory.open(options)) {
            TestDatabase.execute(options, "INSERT INTO rooms (id, name) VALUES (1, 'room')");
            assertThat(directory.membersOf(1)).isEmpty();
            TestDatabase.execute(options, "INSERT INTO room_users (room_id, user_id) VALUES (1, 5)");
            assertThat(directory.membersOf(1)).containsExactly(5L);
            TestDatabase.execute(options, "DELETE FROM room_users");
            assertThat(directory.membersOf(1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void idsThatNoPayloadCanCarryAreLeftOut(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (Directory directory = Directory.open(options)) {
            TestDatabase.execute(
                    options,
                    "INSERT INTO users (id, mobile) VALUES (9007199254740992, 'huge'), (-1, 'negative')",
                    "INSERT INTO rooms (id, name) VALUES (1, 'room'), (9007199254740992, 'huge')",
                    "INSERT INTO room_users (room_id, user_id) VALUES (1, 1), (1, 0), (1, 9007199254740992)",
                    "INSERT INTO room_users (room_id, user_id) VALUES (9007199254740992, 1)");
            assertThat(directory.membersOf(1)).containsExactly(1L);
            assertThat(directory.roomsOf(1)).containsExactly(new RoomEntry(1, "room"));
            assertThat(directory.accountOf("huge")).isNull();
            assertThat(directory.accountOf("negative")).isNull();
        }
    }

    /** In MySQL, the widest type that an id may have. */
    @Test
    void idsThatNoLongCanCarryAreLeftOutToo() throws Exception {
        DirectoryOptions options = TestDatabase.MARIADB.empty(folder);
        Directory.open(options).close();
        TestDatabase.execute(
                options,
                "ALTER TABLE users MODIFY id BIGINT UNSIGNED",
                "ALTER TABLE rooms MODIFY id BIGINT UNSIGNED",
                "ALTER TABLE room_users MODIFY room_id BIGINT UNSIGNED, MODIFY user_id BIGINT UNSIGNED",
                "INSERT INTO users (id, mobile) VALUES (18446744073709551615, 'huge'), (1, 'alice')",
                "INSERT INTO rooms (id, name) VALUES (18446744073709551615, 'huge'), (2, 'room')",
                "INSERT INTO room_users (room_id, user_id) VALUES (2, 18446744073709551615), (2, 1)",
                "INSERT INTO room_users (room_id, user_id) VALUES (18446744073709551615, 1)");
        try (Directory directory = Directory.open(options);
                DirectoryListing listing = DirectoryListing.open(options);
                DirectoryEditor editor = DirectoryEditor.open(options, InstantSource.system())) {
            assertThat(directory.membersOf(2)).containsExactly(1L);
            assertThat(directory.roomsOf(1)).containsExactly(new RoomEntry(2, "room"));
            assertThat(directory.accountOf("huge")).isNull();
            assertThat(directory.accountOf("alice")).isNotNull();
            listing.users(page -> {
                assertThat(page).containsExactly(new DirectoryListing.User(1, "alice"));
                return true;
            });
            listing.rooms(page -> {
                assertThat(page).containsExactly(new DirectoryListing.Room(2, "room", 2));
                return true;
            });
            assertThatThrownBy(() -> editor.join(2, List.of("huge"), List.of()))
                    .hasMessage("the user huge has an id that can't be used");
            assertThatThrownBy(() -> editor.addUser("huge", "secret", null)).hasMessage("there is a user huge already");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameFindsTheUserWhoHasItToTheLetter(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        List<String> names = List.of(
                "alice", "Alice", "' OR '1'='1", "\\' OR 1=1 -- ", "a\"b`c;%_", "😀", "🍣", "josé", "n".repeat(255));
        try (Directory directory = Directory.open(options)) {
            insert(options, names);
            for (int i = 0; i < names.size(); i++) {
                assertThat(directory.accountOf(names.get(i))).isEqualTo(new Account(i + 1, "digest " + i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatOnlyLooksLikeAUsersFindsNobody(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (Directory directory = Directory.open(options)) {
            insert(options, List.of("alice", "😀", "", "?"));
            for (String name : List.of(
                    "ALICE",
                    "alice ",
                    " alice",
                    "alicé",
                    "alice\0",
                    "\0",
                    "🍣",
                    "\ud800",
                    "%",
                    "_____",
                    "' OR ''='",
                    "alice' -- ",
                    "\\",
                    "alice".repeat(2_000),
                    "😀".repeat(10_000))) {
                assertThat(directory.accountOf(name)).isNull();
            }
            assertThat(directory.accountOf("alice")).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsComparedToTheLetterWhereTheDatabaseIsLess(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        TestDatabase.execute(options, ONECHAT_TABLES);
        TestDatabase.execute(options, "ALTER TABLE users MODIFY COLUMN mobile " + database.looseText());
        try (Directory directory = Directory.open(options)) {
            insert(options, List.of("alice", "Bob", "bob"));
            assertThat(directory.accountOf("alice")).isEqualTo(new Account(1, "digest 0"));
            assertThat(directory.accountOf("ALICE")).isNull();
            assertThat(directory.accountOf("bob")).isEqualTo(new Account(3, "digest 2"));
            assertThat(directory.accountOf("BOB")).isNull();
        }
    }

    /** In MySQL, the names of older deployments: a name that their characters can't write is nobody's, and no outage. */
    @ParameterizedTest
    @ValueSource(strings = {"latin1", "utf8mb3", "ascii"})
    void aNameThatTheColumnCanNotHoldFindsNobody(String characters) throws Exception {
        DirectoryOptions options = TestDatabase.MARIADB.empty(folder);
        TestDatabase.execute(options, ONECHAT_TABLES);
        TestDatabase.execute(options, "ALTER TABLE users CONVERT TO CHARACTER SET " + characters);
        insert(options, List.of("alice", "?", "??"));
        try (Directory directory = Directory.open(options)) {
            for (String name : List.of("😀", "alice😀", "\ud800", "алиса", "\0")) {
                assertThat(directory.accountOf(name)).isNull();
            }
            assertThat(directory.accountOf("alice")).isEqualTo(new Account(1, "digest 0"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameOfSeveralUsersFindsNobody(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        TestDatabase.execute(options, ONECHAT_TABLES);
        try (Directory directory = Directory.open(options)) {
            insert(options, List.of("twin", "twin", "only"));
            assertThat(directory.accountOf("twin")).isNull();
            assertThat(directory.accountOf("only")).isEqualTo(new Account(3, "digest 2"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyDatabaseGetsTablesThatKeepNamesAndMembershipsSingle(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        Directory.open(options).close();
        TestDatabase.execute(options, "INSERT INTO users (mobile) VALUES ('alice'), ('ALICE')");
        TestDatabase.execute(options, "INSERT INTO room_users (room_id, user_id) VALUES (1, 1), (1, 2), (2, 1)");
        assertThat(refused(options, "INSERT INTO users (mobile) VALUES ('alice')"))
                .isTrue();
        assertThat(refused(options, "INSERT INTO room_users (room_id, user_id) VALUES (1, 1)"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void tablesOfARealDeploymentServeAndStayAsTheyAre(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        TestDatabase.execute(options, ONECHAT_TABLES);
        TestDatabase.execute(
                options,
                "INSERT INTO rooms (id, creator, name) VALUES (2, 1, 'pg2')",
                "INSERT INTO room_users (room_id, user_id) VALUES (2, 1)");
        insert(options, List.of("13800138000"));
        List<String> before = TestDatabase.schemaOf(options);
        try (Directory directory = Directory.open(options)) {
            assertThat(directory.accountOf("13800138000")).isEqualTo(new Account(1, "digest 0"));
            assertThat(directory.roomsOf(1)).containsExactly(new RoomEntry(2, "pg2"));
            assertThat(directory.membersOf(2)).containsExactly(1L);
        }
        assertThat(TestDatabase.schemaOf(options)).isEqualTo(before).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void whatADirectoryHeldIsThereWhenItIsOpenedAgain(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        Directory.open(options).close();
        insert(options, List.of("alice"));
        List<String> before = TestDatabase.schemaOf(options);
        try (Directory directory = Directory.open(options)) {
            assertThat(directory.accountOf("alice")).isNotNull();
        }
        assertThat(TestDatabase.schemaOf(options)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorsOwnTablesServeThroughReplacedQueries(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        TestDatabase.execute(
                options,
                "CREATE TABLE staff (number INT, login VARCHAR(50), secret CHAR(10))",
                "CREATE TABLE teams (number INT, title VARCHAR(50), staff_number INT)",
                "INSERT INTO staff VALUES (7, 'alice', 'digest7')",
                "INSERT INTO teams VALUES (3, 'sales', 7)");
        DirectoryQueries queries = new DirectoryQueries(
                "SELECT number, secret, login FROM staff WHERE login = LOWER(?)",
                "SELECT number, title FROM teams WHERE staff_number = ?",
                "SELECT staff_number FROM teams WHERE number = ?");
        List<String> before = TestDatabase.schemaOf(options);
        try (Directory directory = Directory.open(TestDatabase.with(queries, options))) {
            // However wide the query, a name is compared to the letter: each spelling would have throttles of its own.
            assertThat(directory.accountOf("ALICE")).isNull();
            Account account = directory.accountOf("alice");
            assertThat(account).isNotNull();
            assertThat(account.id()).isEqualTo(7);
            assertThat(directory.roomsOf(7)).containsExactly(new RoomEntry(3, "sales"));
            assertThat(directory.membersOf(3)).containsExactly(7L);
        }
        assertThat(TestDatabase.schemaOf(options)).isEqualTo(before);
    }

    /** The tables with the further columns that deployments have; nothing in them keeps a name single. */
    static final String[] ONECHAT_TABLES = {
        "CREATE TABLE users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, mobile VARCHAR(255), password_digest VARCHAR(255),"
                + " nick_name VARCHAR(255), uid VARCHAR(255), avatar VARCHAR(255), email VARCHAR(255),"
                + " created_at DATETIME, updated_at DATETIME)",
        "CREATE TABLE rooms (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, creator BIGINT, name VARCHAR(255),"
                + " max_member_count INT, invitable TINYINT, password VARCHAR(255), description TEXT, subject VARCHAR(255),"
                + " qrcode VARCHAR(255), logo VARCHAR(255), created_at DATETIME, updated_at DATETIME)",
        "CREATE TABLE room_users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, room_id BIGINT, user_id BIGINT,"
                + " nick_name VARCHAR(255), none_bother TINYINT, bg VARCHAR(255), created_at DATETIME, updated_at DATETIME)",
        "CREATE INDEX by_room ON room_users (room_id)"
    };

    private static void insert(DirectoryOptions options, List<String> names) throws SQLException {
        try (Connection connection = TestDatabase.connect(options);
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO users (id, mobile, password_digest) VALUES (?, ?, ?)")) {
            for (int i = 0; i < names.size(); i++) {
                statement.setLong(1, i + 1);
                statement.setString(2, names.get(i));
                statement.setString(3, "digest " + i);
                statement.executeUpdate();
            }
        }
    }

    private static boolean refused(DirectoryOptions options, String sql) {
        try {
            TestDatabase.execute(options, sql);
            return false;
        } catch (SQLException e) {
            return true;
        }
    }
}
