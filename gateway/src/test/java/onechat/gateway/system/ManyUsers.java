package onechat.gateway.system;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import onechat.gateway.peer.ChromiumPage;
import tools.jackson.databind.JsonNode;

/** Users 1 to N of a directory, named user1 and so on, who all have the same password; 2n-1 and 2n may share room n. Stateless. */
final class ManyUsers {
    /** Of them all. */
    static final String PASSWORD = "alice";
    /** Of the lowest cost that there is. */
    private static final String DIGEST = "$2b$04$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK";

    private ManyUsers() {}

    /** A database in memory that is empty: a server that is started with it creates the tables. */
    static DirectoryOptions nobody() {
        return TestDatabase.H2_MEMORY.empty(Path.of(""));
    }

    /** Adds them to a database that has the tables, with a room for each two. */
    static void addPairs(DirectoryOptions database, int users) throws SQLException {
        addUsers(database, users);
        TestDatabase.execute(
                database,
                "INSERT INTO rooms (id, creator, name, max_member_count) SELECT id / 2, id, 'pair', 2 FROM users WHERE MOD(id, 2) = 0",
                "INSERT INTO room_users (room_id, user_id) SELECT FLOOR((id + 1) / 2), id FROM users");
    }

    /** The same without rooms. */
    static void addUsers(DirectoryOptions database, int users) throws SQLException {
        try (Connection connection = TestDatabase.connect(database);
                PreparedStatement user = connection.prepareStatement(
                        "INSERT INTO users (id, mobile, password_digest) VALUES (?, ?, '" + DIGEST + "')")) {
            for (int id = 1; id <= users; id++) {
                user.setLong(1, id);
                user.setString(2, "user" + id);
                user.addBatch();
            }
            user.executeBatch();
        }
    }

    /** Logs one of the users in and returns what the server says. */
    static JsonNode login(Client client, int user) {
        return login(client, user, "");
    }

    /** The same with more members, such as {@code ,'resume':true}. */
    static JsonNode login(Client client, int user, String more) {
        return client.says("{'cmd':'login','name':'user" + user + "','pass':'" + PASSWORD + "','ack':'in'" + more + "}")
                .next();
    }

    /** Logs one of the users in at the page. */
    static WebUser login(ChromiumPage page, int user) {
        return WebUser.logIn(page, "user" + user, PASSWORD);
    }
}
