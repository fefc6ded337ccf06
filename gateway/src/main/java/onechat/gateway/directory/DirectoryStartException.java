package onechat.gateway.directory;

import java.sql.SQLException;

/** Says in one line for the operator why the directory can't be opened. Immutable. */
public final class DirectoryStartException extends Exception {
    private static final long serialVersionUID = 1L;

    DirectoryStartException(String line) {
        super(line);
    }

    DirectoryStartException(String line, SQLException cause) {
        super(line + ": " + reason(cause), cause);
    }

    /** What the database says, without the statement that H2 appends, and what lies at the bottom of it. */
    private static String reason(SQLException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String top = firstLine(failure);
        String bottom = firstLine(root);
        return top.contains(bottom) ? top : top + " (" + bottom + ")";
    }

    private static String firstLine(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return text.split("; SQL statement|[\\r\\n]", 2)[0];
    }
}
