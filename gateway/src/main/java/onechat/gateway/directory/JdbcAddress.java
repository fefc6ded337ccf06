package onechat.gateway.directory;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;

/** Tells a driver where the database is, and what the server needs of it beside. Immutable. */
final class JdbcAddress {
    private static final String MYSQL = "jdbc:mysql:";
    private static final String READ_ONLY = "SET SESSION TRANSACTION READ ONLY";

    private final String url;
    private final Properties settings = new Properties();

    JdbcAddress(DirectoryOptions options) {
        String millis = Long.toString(options.answerWithin().toMillis());
        settings.setProperty("user", options.user());
        settings.setProperty("password", options.password().get());
        if (options.embedded()) {
            // H2's own log would hold the values of statements that fail, names among them.
            String quiet = with(with(options.url(), "MODE", "MySQL"), "TRACE_LEVEL_FILE", "0");
            url = FileSharing.isSafe(options) ? with(quiet, "AUTO_SERVER", "TRUE") : quiet;
        } else if (options.url().startsWith("jdbc:h2:")) {
            url = with(options.url(), "NETWORK_TIMEOUT", millis);
        } else {
            url = options.url();
            settings.setProperty("connectTimeout", millis);
            settings.setProperty("socketTimeout", millis);
            // Rails keeps its times in UTC. The second tells the database so too, for columns that hold an instant.
            settings.setProperty("connectionTimeZone", "UTC");
            settings.setProperty("forceConnectionTimeZoneToSession", "true");
        }
    }

    /** A single connection, of no pool, that may write. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, settings);
    }

    /** A single connection, of no pool, that can only read where the database knows of that. */
    Connection connectToRead() throws SQLException {
        Connection connection = connect();
        try {
            forbidWriting(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** From now on the connection can only read, where the database knows of that: H2 does not. */
    static void forbidWriting(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        // Connector/J passes it on to MySQL only: it takes a MariaDB for a MySQL too old to know of it.
        if (connection.getMetaData().getURL().startsWith(MYSQL)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(READ_ONLY);
            }
        }
    }

    /** Lets a pool connect alike, to read: the server alters nothing in an operator's database. */
    void tell(HikariConfig pool) {
        pool.setJdbcUrl(url);
        pool.setUsername(settings.getProperty("user"));
        pool.setPassword(settings.getProperty("password"));
        pool.setDataSourceProperties(settings);
        pool.setReadOnly(true);
        if (url.startsWith(MYSQL)) {
            pool.setConnectionInitSql(READ_ONLY);
        }
    }

    /** A URL of H2 with a setting, unless the operator has set it. */
    private static String with(String url, String setting, String value) {
        return url.toUpperCase(Locale.ROOT).contains(";" + setting + "=") ? url : url + ";" + setting + "=" + value;
    }
}
