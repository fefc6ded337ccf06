package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds at start every column of section 8 that is missing or of a wrong type, by reading the catalog. Used at start only. */
final class TableCheck {
    private record Column(String table, String name, ColumnKind kind) {}

    /** Those that {@link DirectoryQueries#OF_ONECHAT} reads. */
    private static final List<Column> READ = List.of(
            new Column("users", "id", ColumnKind.ID),
            new Column("users", "mobile", ColumnKind.TEXT),
            new Column("users", "password_digest", ColumnKind.TEXT),
            new Column("rooms", "id", ColumnKind.ID),
            new Column("rooms", "name", ColumnKind.TEXT),
            new Column("room_users", "room_id", ColumnKind.ID),
            new Column("room_users", "user_id", ColumnKind.ID));

    private TableCheck() {}

    /**
     * Reads what the columns are.
     *
     * @param users whether those of {@code users} are read
     * @throws DirectoryStartException that tells all that is wrong in one line
     */
    static void check(Connection connection, boolean users) throws SQLException, DirectoryStartException {
        Map<String, Map<String, TableColumns.Column>> tables = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        for (Column column : READ) {
            if (!users && column.table().equals("users")) {
                continue;
            }
            Map<String, TableColumns.Column> found = tables.get(column.table());
            if (found == null) {
                found = TableColumns.of(connection, column.table());
                tables.put(column.table(), found);
            }
            TableColumns.Column type = found.get(column.name());
            if (type == null) {
                wrong.add(column.table() + "." + column.name() + " is missing");
            } else if (!column.kind().holds(type.sqlType())) {
                wrong.add(column.table() + "." + column.name() + " is " + type.typeName() + " and must be "
                        + column.kind().description());
            }
        }
        if (!wrong.isEmpty()) {
            throw new DirectoryStartException("the directory's tables do not serve: " + String.join(", ", wrong));
        }
    }
}
