package onechat.gateway.directory;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;

/** Tells a driver where the database is, and what the server needs of it beside. Immutable. */
final class JdbcAddress {
    private final String url;
    private final Properties settings = new Properties();

    JdbcAddress(DirectoryOptions options) {
        String millis = Long.toString(options.answerWithin().toMillis());
        settings.setProperty("user", options.user());
        settings.setProperty("password", options.password().get());
        if (options.embedded()) {
            // H2's own log would hold the values of statements that fail, names among them.
            url = with(with(options.url(), "MODE", "MySQL"), "TRACE_LEVEL_FILE", "0");
        } else if (options.url().startsWith("jdbc:h2:")) {
            url = with(options.url(), "NETWORK_TIMEOUT", millis);
        } else {
            url = options.url();
            settings.setProperty("connectTimeout", millis);
            settings.setProperty("socketTimeout", millis);
        }
    }

    /** A single connection, of no pool. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, settings);
    }

    /** Lets a pool connect alike. */
    void tell(HikariConfig pool) {
        pool.setJdbcUrl(url);
        pool.setUsername(settings.getProperty("user"));
        pool.setPassword(settings.getProperty("password"));
        pool.setDataSourceProperties(settings);
    }

    /** A URL of H2 with a setting, unless the operator has set it. */
    private static String with(String url, String setting, String value) {
        return url.toUpperCase(Locale.ROOT).contains(";" + setting + "=") ? url : url + ";" + setting + "=" + value;
    }
}
