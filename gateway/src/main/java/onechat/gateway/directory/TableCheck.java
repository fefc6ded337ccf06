package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds at start every column of section 8 that is missing or of a wrong type, by reading the catalog. Used at start only. */
final class TableCheck {
    private record Column(String table, String name, ColumnKind kind) {}

    private record Found(int sqlType, String typeName) {}

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
     * @throws DirectoryStartException that tells all that is wrong in one line
     */
    static void check(Connection connection) throws SQLException, DirectoryStartException {
        Map<String, Map<String, Found>> tables = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        for (Column column : READ) {
            Map<String, Found> found = tables.get(column.table());
            if (found == null) {
                found = columns(connection, column.table());
                tables.put(column.table(), found);
            }
            Found type = found.get(column.name());
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

    /** What this account may read of a table, by name in lower case. */
    private static Map<String, Found> columns(Connection connection, String table) throws SQLException {
        DatabaseMetaData catalog = connection.getMetaData();
        Map<String, Found> found = new HashMap<>();
        try (ResultSet rows =
                catalog.getColumns(connection.getCatalog(), connection.getSchema(), pattern(catalog, table), "%")) {
            while (rows.next()) {
                found.put(
                        rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT),
                        new Found(rows.getInt("DATA_TYPE"), rows.getString("TYPE_NAME")));
            }
        }
        return found;
    }

    /** The name as the database's catalog writes it, its underscores being no wildcards. */
    private static String pattern(DatabaseMetaData catalog, String table) throws SQLException {
        String escape = catalog.getSearchStringEscape();
        String stored = catalog.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
        return stored.replace("_", escape + "_");
    }
}
