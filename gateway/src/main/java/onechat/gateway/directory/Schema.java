package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives an empty database the tables of section 8 of the contract, version by version, and leaves every other as it is. Used at
 * start only.
 *
 * <p>The table {@value #MARK} tells that the tables are the server's own, and which version they have. It comes first: a start
 * that was cut off, which no rollback undoes in MySQL, is carried on by the next. Several servers may start at once.
 */
final class Schema {
    /** What only databases have that the server made. */
    static final String MARK = "onechat_schema";

    private static final String USERS = "users";
    private static final List<String> TABLES = List.of(USERS, "rooms", "room_users");
    private static final String CREATE_MARK =
            "CREATE TABLE IF NOT EXISTS " + MARK + " (version INT NOT NULL PRIMARY KEY)";

    /**
     * What makes each version from the one before, the first from nothing. A released version is never edited: a change is a
     * version more. As each statement may be carried out again, each must do no harm then.
     */
    // Understood alike by MySQL, MariaDB and H2 in its MySQL mode. A binary collation lets Alice and alice be two
    // users, as the
    // server compares names. A member need not stand in users (a login by token), hence no foreign keys.
    private static final List<List<String>> VERSIONS = List.of(List.of(
            "CREATE TABLE IF NOT EXISTS users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, mobile VARCHAR(255) NOT NULL,"
                    + " password_digest VARCHAR(255), CONSTRAINT users_mobile UNIQUE (mobile))"
                    + " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
            "CREATE TABLE IF NOT EXISTS rooms (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, creator BIGINT, name VARCHAR(255),"
                    + " max_member_count INT) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
            "CREATE TABLE IF NOT EXISTS room_users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, room_id BIGINT NOT NULL,"
                    + " user_id BIGINT NOT NULL, CONSTRAINT room_users_room_user UNIQUE (room_id, user_id),"
                    + " KEY room_users_user (user_id)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"));

    private Schema() {}

    /**
     * Brings the tables to the newest version where the database is empty, or the server made them; does nothing where they are
     * somebody else's.
     *
     * @param withoutUsers whether {@code users} may be absent there
     * @throws DirectoryStartException where the database holds something, but not all of the tables
     */
    static void createWhereEmpty(Connection connection, boolean withoutUsers)
            throws SQLException, DirectoryStartException {
        Set<String> found = tables(connection);
        if (found.isEmpty() || found.contains(MARK)) {
            bringUp(connection, found.contains(MARK));
            return;
        }
        List<String> missing =
                TABLES.stream().filter(name -> !found.contains(name)).toList();
        if (withoutUsers && missing.equals(List.of(USERS))) {
            return;
        }
        if (!missing.isEmpty()) {
            throw new DirectoryStartException("the directory's database lacks " + String.join(", ", missing)
                    + ", and as it is not empty nothing was created: create the tables, replace the three queries,"
                    + " or name an empty database");
        }
    }

    /** Whether there is a table of users that the account may see. */
    static boolean hasUsers(Connection connection) throws SQLException {
        String catalog = connection.getCatalog();
        return catalog != null
                && !catalog.isEmpty()
                && tables(connection, catalog).contains(USERS);
    }

    private static void bringUp(Connection connection, boolean marked) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!marked) {
                statement.execute(CREATE_MARK);
            }
            // A version that only a newer server knows is left alone: versions only add.
            for (int version = versionOf(statement) + 1; version <= VERSIONS.size(); version++) {
                for (String sql : VERSIONS.get(version - 1)) {
                    statement.execute(sql);
                }
                reached(version, connection);
            }
        }
    }

    /** 0 where the first version was never finished. */
    private static int versionOf(Statement statement) throws SQLException {
        try (ResultSet newest = statement.executeQuery("SELECT MAX(version) FROM " + MARK)) {
            return newest.next() ? newest.getInt(1) : 0;
        }
    }

    private static void reached(int version, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + MARK + " (version) VALUES (?)")) {
            insert.setInt(1, version);
            insert.executeUpdate();
        } catch (SQLIntegrityConstraintViolationException another) {
            // A server that started at the same time did the same.
            connection.clearWarnings();
        }
    }

    private static Set<String> tables(Connection connection) throws SQLException, DirectoryStartException {
        String catalog = connection.getCatalog();
        if (catalog == null || catalog.isEmpty()) {
            throw new DirectoryStartException("the database URL names a server but no database on it");
        }
        return tables(connection, catalog);
    }

    private static Set<String> tables(Connection connection, String catalog) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet rows = connection.getMetaData().getTables(catalog, connection.getSchema(), "%", null)) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
