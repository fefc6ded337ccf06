package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The operator's database while it is edited, each change wholly or not at all (contract section 8). Confined to one thread. */
final class EditedDatabase implements AutoCloseable {
    /** What is to happen. */
    @FunctionalInterface
    interface Change<T> {
        T make() throws SQLException, DirectoryEditException;
    }

    private final Connection connection;
    private final InstantSource clock;

    private EditedDatabase(Connection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Connects to the database, and gives it the schema of section 8 where it is empty.
     *
     * @param clock for the times of creation and change that some tables have
     * @throws DirectoryStartException when any of that fails; its message is one line for the operator
     */
    static EditedDatabase open(DirectoryOptions options, InstantSource clock) throws DirectoryStartException {
        return new EditedDatabase(
                Database.connect(options, connection -> Schema.createWhereEmpty(connection, true)), clock);
    }

    /** For what is part of a change. */
    Connection connection() {
        return connection;
    }

    /** The time of a change, in UTC, as Rails keeps its times; a value without a zone is written as it is, whatever the zone of this machine. */
    LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * What the change returns, once it is committed.
     *
     * @throws DirectoryEditException its own, or for a failure of the database; nothing was changed then
     */
    <T> T change(Change<T> change) throws DirectoryEditException {
        try {
            connection.setAutoCommit(false);
            try {
                T result = change.make();
                connection.commit();
                return result;
            } catch (SQLException | DirectoryEditException | RuntimeException e) {
                undo(e);
                throw e;
            }
        } catch (SQLException e) {
            throw DirectoryEditException.refusedByDatabase(e);
        }
    }

    /** A connection that is gone can't roll back, and has nothing to: what it was lost with is what the caller must hear. */
    private void undo(Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    @Override
    public void close() throws DirectoryEditException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw DirectoryEditException.refusedByDatabase(e);
        }
    }
}
