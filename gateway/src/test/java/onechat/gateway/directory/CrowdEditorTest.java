package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.directory.CrowdEditor.Crowd;
import onechat.gateway.directory.CrowdEditor.Removed;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrowdEditorTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
    private static final String PASSWORD = "of-more-random-bits-than-anybody";
    private static final String COUNTS =
            "SELECT CONCAT((SELECT COUNT(*) FROM users), ' ', (SELECT COUNT(*) FROM rooms), ' ',"
                    + " (SELECT COUNT(*) FROM room_users))";

    @TempDir
    private Path folder;

    private final List<Integer> progress = new ArrayList<>();

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private Crowd add(CrowdEditor editor, int users) throws DirectoryEditException {
        List<Crowd> kept = new ArrayList<>();
        editor.add("crowd", PASSWORD, users, progress::add, kept::add);
        return kept.getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void aCrowdOfManyBatchesIsAddedAndRemovedWithoutTouchingOthers(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (DirectoryEditor editor = DirectoryEditor.open(options, CLOCK);
                CrowdEditor crowds = CrowdEditor.open(options, CLOCK);
                Connection look = TestDatabase.connect(options)) {
            editor.addUser("alice", "secret", null);
            editor.addRoom("kitchen", null, null);
            editor.join(1, List.of("alice"), List.of());

            Crowd crowd = add(crowds, 2_501);

            assertThat(progress).containsExactly(1_000, 2_000, 2_501);
            assertThat(texts(look, COUNTS)).containsExactly("2502 1252 2517");
            assertThat(crowd.users().stream().map(user -> user.id() + " " + user.name()))
                    .containsExactlyElementsOf(texts(
                            look, "SELECT CONCAT(id, ' ', mobile) FROM users WHERE mobile <> 'alice' ORDER BY id"));
            assertThat(crowd.users().getLast().name()).isEqualTo("crowd-2501");
            assertThat(texts(
                            look,
                            "SELECT user_id FROM room_users WHERE room_id = "
                                    + crowd.pairRooms().get(1_249) + " ORDER BY user_id"))
                    .containsExactly(id(crowd, 2_498), id(crowd, 2_499));
            assertThat(texts(look, "SELECT user_id FROM room_users WHERE room_id = " + crowd.largeRoom()))
                    .hasSize(16);

            List<String> digests = texts(look, "SELECT DISTINCT password_digest FROM users WHERE mobile <> 'alice'");
            assertThat(digests).singleElement().asString().startsWith("$2a$04$");
            assertThat(new BcryptCheck(false).matches(PASSWORD, digests.getFirst()))
                    .isTrue();

            assertThat(crowds.remove(crowd, done -> {})).isEqualTo(new Removed(2_501, 1_251));
            assertThat(texts(look, COUNTS)).containsExactly("1 1 1");
            assertThat(crowds.remove(crowd, done -> {})).isEqualTo(new Removed(0, 0));
        }
    }

    private static String id(Crowd crowd, int index) {
        return Long.toString(crowd.users().get(index).id());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAddedThatNobodyKept(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (CrowdEditor crowds = CrowdEditor.open(options, CLOCK);
                Connection look = TestDatabase.connect(options)) {
            assertThatThrownBy(() -> crowds.add("crowd", PASSWORD, 20, done -> {}, crowd -> {
                        throw new UncheckedIOException(new IOException("disk full"));
                    }))
                    .hasMessageContaining("disk full");

            assertThat(texts(look, COUNTS)).containsExactly("0 0 0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverHasAnotherNameByNowStaysAndSoDoTheRoomsOfOthers(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (CrowdEditor crowds = CrowdEditor.open(options, CLOCK);
                Connection look = TestDatabase.connect(options)) {
            Crowd crowd = add(crowds, 4);
            TestDatabase.execute(
                    options,
                    "UPDATE users SET mobile = 'alice' WHERE id = "
                            + crowd.users().get(0).id(),
                    "UPDATE rooms SET name = 'kitchen' WHERE id = "
                            + crowd.pairRooms().get(0),
                    "INSERT INTO rooms (id, name) VALUES (900, 'hall')",
                    "INSERT INTO room_users (room_id, user_id) VALUES (900, "
                            + crowd.users().get(3).id() + ")");

            assertThat(crowds.remove(crowd, progress::add)).isEqualTo(new Removed(3, 1));

            assertThat(texts(look, "SELECT mobile FROM users")).containsExactly("alice");
            assertThat(texts(look, "SELECT name FROM rooms ORDER BY id")).containsExactly("kitchen", "hall");
            assertThat(texts(look, "SELECT user_id FROM room_users")).containsExactly(id(crowd, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tablesOfRailsGetWhatTheyInsistOn(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (Connection look = TestDatabase.connect(options)) {
            TestDatabase.execute(
                    options,
                    "CREATE TABLE users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, mobile VARCHAR(9), password_digest"
                            + " VARCHAR(255), created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL)",
                    "CREATE TABLE rooms (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, creator BIGINT, name VARCHAR(255),"
                            + " max_member_count INT NOT NULL)",
                    "CREATE TABLE room_users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, room_id BIGINT, user_id BIGINT,"
                            + " created_at DATETIME NOT NULL)");
            try (CrowdEditor crowds = CrowdEditor.open(options, CLOCK)) {
                add(crowds, 16);
                assertThat(texts(look, COUNTS)).containsExactly("16 9 32");
                assertThat(texts(look, "SELECT DISTINCT max_member_count FROM rooms"))
                        .containsExactly("16");
                assertThatThrownBy(() -> add(crowds, 1_000))
                        .hasMessage("too long for the column users.mobile, which takes 9 characters");
                assertThat(texts(look, COUNTS)).containsExactly("16 9 32");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutATableOfUsersThereIsNobodyToAdd(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        try (Connection look = TestDatabase.connect(options)) {
            TestDatabase.execute(
                    options,
                    "CREATE TABLE rooms (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(255))",
                    "CREATE TABLE room_users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, room_id BIGINT, user_id BIGINT)");
            try (CrowdEditor crowds = CrowdEditor.open(options, CLOCK)) {
                assertThatThrownBy(() -> add(crowds, 2)).hasMessage("the database has no table users");
                assertThat(texts(look, "SELECT COUNT(*) FROM rooms")).containsExactly("0");
            }
        }
    }
}
