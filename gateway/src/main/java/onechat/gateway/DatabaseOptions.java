package onechat.gateway;

import java.util.function.UnaryOperator;
import onechat.gateway.directory.DatabaseUrl;
import onechat.gateway.directory.DirectoryQueries;

/**
 * Where the user directory lives (contract section 8). Immutable; its text form shows neither the password nor what in
 * the URL might be one.
 *
 * @param url a JDBC URL of H2 or MySQL, without user and password
 * @param user the database user
 * @param password that user's password; empty for none
 * @param queries what is asked of it
 */
public record DatabaseOptions(String url, String user, String password, DirectoryQueries queries) {
    /** An embedded H2 file below the working directory, created at the first start. */
    public static final DatabaseOptions EMBEDDED =
            new DatabaseOptions("jdbc:h2:./onechat-data/onechat;MODE=MySQL", "onechat", "");

    /** Checks the URL; only a connection can tell whether the rest is right. */
    public DatabaseOptions {
        DatabaseUrl checked = new DatabaseUrl(url);
        if (!checked.isSupported()) {
            throw new InvalidOptionException("db-url", "must begin with jdbc:mysql: or jdbc:h2: and say where");
        }
        if (checked.holdsCredentials()) {
            throw new InvalidOptionException(
                    "db-url", "must not hold a user or password: they have options of their own");
        }
    }

    /** A database with the tables of OneChat. */
    public DatabaseOptions(String url, String user, String password) {
        this(url, user, password, DirectoryQueries.OF_ONECHAT);
    }

    /** The same at another URL. */
    public DatabaseOptions withUrl(String url) {
        return new DatabaseOptions(url, user, password, queries);
    }

    /** The same as another user. */
    public DatabaseOptions withUser(String user) {
        return new DatabaseOptions(url, user, password, queries);
    }

    /** The same with another password. */
    public DatabaseOptions withPassword(String password) {
        return new DatabaseOptions(url, user, password, queries);
    }

    /** The same with other queries. */
    public DatabaseOptions withQueries(UnaryOperator<DirectoryQueries> change) {
        return new DatabaseOptions(url, user, password, change.apply(queries));
    }

    /** The URL without anything that might be a secret, for logs and errors. */
    public String place() {
        return new DatabaseUrl(url).place();
    }

    @Override
    public String toString() {
        return "DatabaseOptions[" + place() + "]";
    }
}
