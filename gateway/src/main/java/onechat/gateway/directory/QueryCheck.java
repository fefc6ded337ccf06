package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** Finds at start what is wrong with a query of the directory, by asking it for nobody. Used at start only. */
final class QueryCheck {
    private QueryCheck() {}

    /**
     * Tries the three queries, without leave to write.
     *
     * @throws DirectoryStartException that tells in one line what is wrong with the first that will not do
     */
    static void check(Connection connection, DirectoryQueries queries) throws SQLException, DirectoryStartException {
        // What claims to be a query may do something else, as a function or a WITH can.
        JdbcAddress.forbidWriting(connection);
        check(connection, "user", queries.userByName(), "", List.of(ColumnKind.ID, ColumnKind.TEXT), 1);
        check(connection, "rooms", queries.roomsOfUser(), 0L, List.of(ColumnKind.ID, ColumnKind.TEXT), 0);
        check(connection, "members", queries.membersOfRoom(), 0L, List.of(ColumnKind.ID), 0);
    }

    /** Runs one query with a harmless value; {@code texts} more columns of text may follow those it must have. */
    private static void check(
            Connection connection, String which, String sql, Object nobody, List<ColumnKind> columns, int texts)
            throws DirectoryStartException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameters = statement.getParameterMetaData().getParameterCount();
            if (parameters != 1) {
                throw bad(which, "must have one parameter (?), and has " + parameters);
            }
            statement.setObject(1, nobody);
            try (ResultSet rows = statement.executeQuery()) {
                check(rows.getMetaData(), which, columns, texts);
            }
        } catch (SQLException e) {
            throw new DirectoryStartException(named(which) + "does not work", e);
        }
    }

    private static void check(ResultSetMetaData found, String which, List<ColumnKind> columns, int texts)
            throws SQLException, DirectoryStartException {
        int count = found.getColumnCount();
        if (count < columns.size() || count > columns.size() + texts) {
            throw bad(which, "must give " + columns.size() + " columns, and gives " + count);
        }
        for (int i = 0; i < count; i++) {
            ColumnKind kind = i < columns.size() ? columns.get(i) : ColumnKind.TEXT;
            if (!kind.holds(found.getColumnType(i + 1))) {
                throw bad(
                        which,
                        "must give " + kind.description() + " in column " + (i + 1) + ", and gives "
                                + found.getColumnTypeName(i + 1));
            }
        }
    }

    private static DirectoryStartException bad(String which, String what) {
        return new DirectoryStartException(named(which) + what);
    }

    /** With the name of its option. */
    private static String named(String which) {
        return "the directory's " + which + " query (" + which + "-query) ";
    }
}
