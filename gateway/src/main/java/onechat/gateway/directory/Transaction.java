package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.SQLException;

/** Carries out a change of the database wholly or not at all. Stateless. */
final class Transaction {
    /** What is to happen. */
    @FunctionalInterface
    interface Change<T> {
        T make() throws SQLException, DirectoryEditException;
    }

    private Transaction() {}

    /**
     * What the change returns, once it is committed.
     *
     * @throws DirectoryEditException its own, or for a failure of the database; nothing was changed then
     */
    static <T> T of(Connection connection, Change<T> change) throws DirectoryEditException {
        try {
            connection.setAutoCommit(false);
            try {
                T result = change.make();
                connection.commit();
                return result;
            } catch (SQLException | DirectoryEditException | RuntimeException e) {
                undo(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw DirectoryEditException.refusedByDatabase(e);
        }
    }

    /** A connection that is gone can't roll back, and has nothing to: what it was lost with is what the caller must hear. */
    private static void undo(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }
}
