package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/** Makes a directory in memory for trying the product out: four users in two rooms. Used at start only. */
public final class DemoDirectory {
    /**
     * A user of the demo.
     *
     * @param digest of the name, made beforehand: in a JVM that has just begun, bcrypt takes long even at its lowest cost
     */
    private record DemoUser(String name, String digest) {}

    private static final List<DemoUser> USERS = List.of(
            new DemoUser("alice", "$2a$04$ptCuJVrTwL2EWHnZLT/0/e423oPyPNVpFiZ53Q.7ggpBbr6NHlwWy"),
            new DemoUser("bob", "$2a$04$Z6m/hepNVhaL8Tz5vl10GOkJxzje42K3lYeWXrvCjdvDlDS8JkeWW"),
            new DemoUser("carol", "$2a$04$BiNKgsTM1mWAZCAaiFwQQeCjkbpknxI/ObH3Yr/0hNzjQKNPCL2hu"),
            new DemoUser("dave", "$2a$04$mJ/mESAdS9tOeDOCENTtpOHdCoNN3.o6ZLHCXl9YDKUgMacAbw4xO"));

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
                user.setLong(1, i + 1);
                user.setString(2, USERS.get(i).name());
                user.setString(3, USERS.get(i).digest());
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
