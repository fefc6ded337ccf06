package onechat.gateway.directory;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says in one line for the operator why the directory was not changed. Immutable. */
public final class DirectoryEditException extends Exception {
    private static final long serialVersionUID = 1L;

    DirectoryEditException(String line) {
        this(line, null);
    }

    private DirectoryEditException(String line, @Nullable Throwable cause) {
        super(line, cause);
    }

    /** It takes the table of users, and only those that log in by token can do without. */
    static DirectoryEditException noUsers() {
        return new DirectoryEditException("the database has no table users");
    }

    /** A driver's text may quote what was to be written, a digest too; its codes do not. */
    static DirectoryEditException refusedByDatabase(SQLException failure) {
        return new DirectoryEditException(
                "the database refuses it: SQLState " + failure.getSQLState() + ", code " + failure.getErrorCode());
    }
}
