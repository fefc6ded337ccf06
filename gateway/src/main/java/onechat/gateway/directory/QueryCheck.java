package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** Finds at start what is wrong with a query of the directory, by asking it for nobody. Used at start only. */
final class QueryCheck {
    private enum Kind {
        ID("a whole number"),
        TEXT("a text");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        private boolean holds(int sqlType) {
            return switch (sqlType) {
                case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT, Types.DECIMAL, Types.NUMERIC ->
                    this == ID;
                case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                    this == TEXT;
                // Columns with a binary collation are binary for some drivers.
                case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.CLOB, Types.NCLOB -> this == TEXT;
                default -> false;
            };
        }
    }

    private QueryCheck() {}

    static void check(Connection connection, DirectoryQueries queries) throws DirectoryStartException {
        check(connection, "user", queries.userByName(), "", List.of(Kind.ID, Kind.TEXT), 1);
        check(connection, "rooms", queries.roomsOfUser(), 0L, List.of(Kind.ID, Kind.TEXT), 0);
        check(connection, "members", queries.membersOfRoom(), 0L, List.of(Kind.ID), 0);
    }

    /** Runs one query with a harmless value; {@code texts} more columns of text may follow those it must have. */
    private static void check(
            Connection connection, String which, String sql, Object nobody, List<Kind> columns, int texts)
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
            throw new DirectoryStartException("the directory's " + which + " query does not work", e);
        }
    }

    private static void check(ResultSetMetaData found, String which, List<Kind> columns, int texts)
            throws SQLException, DirectoryStartException {
        int count = found.getColumnCount();
        if (count < columns.size() || count > columns.size() + texts) {
            throw bad(which, "must give " + columns.size() + " columns, and gives " + count);
        }
        for (int i = 0; i < count; i++) {
            Kind kind = i < columns.size() ? columns.get(i) : Kind.TEXT;
            if (!kind.holds(found.getColumnType(i + 1))) {
                throw bad(
                        which,
                        "must give " + kind.description + " in column " + (i + 1) + ", and gives "
                                + found.getColumnTypeName(i + 1));
            }
        }
    }

    private static DirectoryStartException bad(String which, String what) {
        return new DirectoryStartException("the directory's " + which + " query " + what);
    }
}
