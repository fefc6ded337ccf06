package onechat.gateway.directory;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/** Makes a directory in memory for trying the product out: four users in two rooms. Used at start only. */
public final class DemoDirectory {
    private static final List<String> USERS = List.of("alice", "bob", "carol", "dave");
    // The passwords are known to everybody: the start should be quick.
    private static final int LOWEST_COST = 4;

    private static final String NAMES =
            "SELECT users.id, users.mobile FROM users JOIN room_users ON room_users.user_id = users.id"
                    + " WHERE room_users.room_id = ?";

    private DemoDirectory() {}

    /**
     * A directory that no other has a name for, with users 1 alice, 2 bob, 3 carol and 4 dave, each with the own name as the
     * password, room 1 "demo" with all four and room 2 "pair" with the first two; their names may be shown; gone once it is closed.
     *
     * @throws DirectoryStartException when the embedded database can't be opened
     */
    public static Directory open() throws DirectoryStartException {
        String url = "jdbc:h2:mem:demo-" + UUID.randomUUID();
        Directory directory = Directory.open(new DirectoryOptions(url, "", () -> "")
                .withQueries(DirectoryQueries.OF_ONECHAT.withNamesInRoom(NAMES)));
        try (Connection connection = DriverManager.getConnection(url)) {
            fill(connection);
            return directory;
        } catch (SQLException e) {
            directory.close();
            throw new DirectoryStartException("the demo's directory can't be filled", e);
        }
    }

    private static void fill(Connection connection) throws SQLException {
        try (PreparedStatement user =
                connection.prepareStatement("INSERT INTO users (id, mobile, password_digest) VALUES (?, ?, ?)")) {
            for (int i = 0; i < USERS.size(); i++) {
                String name = USERS.get(i);
                user.setLong(1, i + 1);
                user.setString(2, name);
                user.setString(3, BCrypt.withDefaults().hashToString(LOWEST_COST, name.toCharArray()));
                user.executeUpdate();
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO rooms (id, creator, name, max_member_count) VALUES (1, 1, 'demo', 16), (2, 1, 'pair', 2)");
            statement.execute("INSERT INTO room_users (room_id, user_id) SELECT 1, id FROM users");
            statement.execute("INSERT INTO room_users (room_id, user_id) VALUES (2, 1), (2, 2)");
        }
    }
}
