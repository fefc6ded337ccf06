package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Gives an empty database the tables of section 8 of the contract, and leaves every other as it is. Used at start only. */
final class Schema {
    private static final List<String> TABLES = List.of("users", "rooms", "room_users");

    // Understood alike by MySQL, MariaDB and H2 in its MySQL mode. A binary collation lets Alice and alice be two
    // users, as the
    // server compares names. A member need not stand in users (a login by token), hence no foreign keys.
    private static final List<String> STATEMENTS = List.of(
            "CREATE TABLE users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, mobile VARCHAR(255) NOT NULL,"
                    + " password_digest VARCHAR(255), CONSTRAINT users_mobile UNIQUE (mobile))"
                    + " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
            "CREATE TABLE rooms (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, creator BIGINT, name VARCHAR(255),"
                    + " max_member_count INT) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
            "CREATE TABLE room_users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, room_id BIGINT NOT NULL,"
                    + " user_id BIGINT NOT NULL, CONSTRAINT room_users_room_user UNIQUE (room_id, user_id))"
                    + " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
            "CREATE INDEX room_users_user ON room_users (user_id)");

    private Schema() {}

    /** Creates the tables where the database has none at all; does nothing where it has all three. */
    static void createWhereEmpty(Connection connection) throws SQLException, DirectoryStartException {
        Set<String> found = tables(connection);
        List<String> missing =
                TABLES.stream().filter(name -> !found.contains(name)).toList();
        if (missing.isEmpty()) {
            return;
        }
        if (!found.isEmpty()) {
            throw new DirectoryStartException("the directory's database lacks " + String.join(", ", missing)
                    + ", and as it is not empty nothing was created: create the tables, replace the three queries,"
                    + " or name an empty database");
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : STATEMENTS) {
                statement.execute(sql);
            }
        }
    }

    private static Set<String> tables(Connection connection) throws SQLException, DirectoryStartException {
        String catalog = connection.getCatalog();
        if (catalog == null || catalog.isEmpty()) {
            throw new DirectoryStartException("the database URL names a server but no database on it");
        }
        Set<String> names = new TreeSet<>();
        try (ResultSet rows = connection.getMetaData().getTables(catalog, connection.getSchema(), "%", null)) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
