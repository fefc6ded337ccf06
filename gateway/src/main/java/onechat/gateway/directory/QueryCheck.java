package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** Finds at start what is wrong with a query of the directory, by asking it for nobody. Used at start only. */
final class QueryCheck {
    /** What a query must give; the description is for the operator. */
    private record Columns(String description, List<ColumnKind> kinds) {}

    private static final Columns USER = new Columns(
            "id, digest and name as it is stored", List.of(ColumnKind.ID, ColumnKind.TEXT, ColumnKind.TEXT));
    private static final Columns ROOM = new Columns("id and name", List.of(ColumnKind.ID, ColumnKind.TEXT));
    private static final Columns MEMBER = new Columns("a user's id", List.of(ColumnKind.ID));
    private static final Columns NAME = new Columns("a user's id and name", List.of(ColumnKind.ID, ColumnKind.TEXT));

    private QueryCheck() {}

    /**
     * Tries the queries, without leave to write.
     *
     * @param users whether the one for users is asked
     * @throws DirectoryStartException that tells in one line what is wrong with the first that will not do
     */
    static void check(Connection connection, DirectoryQueries queries, boolean users)
            throws SQLException, DirectoryStartException {
        // What claims to be a query may do something else, as a function or a WITH can.
        JdbcAddress.forbidWriting(connection);
        if (users) {
            check(connection, "user", queries.userByName(), "", USER);
        }
        check(connection, "rooms", queries.roomsOfUser(), 0L, ROOM);
        check(connection, "members", queries.membersOfRoom(), 0L, MEMBER);
        if (queries.namesInRoom() != null) {
            check(connection, "names", queries.namesInRoom(), 0L, NAME);
        }
    }

    /** Runs one query with a harmless value. */
    private static void check(Connection connection, String which, String sql, Object nobody, Columns columns)
            throws DirectoryStartException {
        // H2 would carry out what follows it. In a text or a comment it would be harmless, and nobody needs it there.
        if (sql.indexOf(';') >= 0) {
            throw bad(which, "must be one statement, and holds a semicolon");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameters = statement.getParameterMetaData().getParameterCount();
            if (parameters != 1) {
                throw bad(which, "must have one parameter (?), and has " + parameters);
            }
            statement.setObject(1, nobody);
            try (ResultSet rows = statement.executeQuery()) {
                check(rows.getMetaData(), which, columns);
            }
        } catch (SQLException e) {
            throw new DirectoryStartException(named(which) + "does not work", e);
        }
    }

    private static void check(ResultSetMetaData found, String which, Columns columns)
            throws SQLException, DirectoryStartException {
        int count = found.getColumnCount();
        if (count != columns.kinds().size()) {
            throw bad(
                    which,
                    "must give " + columns.description() + ", and gives " + count
                            + (count == 1 ? " column" : " columns"));
        }
        for (int i = 0; i < count; i++) {
            ColumnKind kind = columns.kinds().get(i);
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
