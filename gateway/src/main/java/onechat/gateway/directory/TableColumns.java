package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads from the catalog what columns a table has, as far as the account may know of them. Stateless. */
final class TableColumns {
    /**
     * What the catalog says of a column.
     *
     * @param sqlType one of {@link Types}
     * @param typeName the same in the database's own words
     * @param size how many characters a text may have
     * @param required whether a row must have a value for it, and nothing else gives one
     */
    record Column(int sqlType, String typeName, int size, boolean required) {
        /** Whether it holds texts of {@link #size} characters at most. */
        boolean isShortText() {
            return sqlType == Types.CHAR || sqlType == Types.VARCHAR;
        }
    }

    private TableColumns() {}

    /** The columns in their order, by name in lower case; none where there is no such table. */
    static Map<String, Column> of(Connection connection, String table) throws SQLException {
        DatabaseMetaData catalog = connection.getMetaData();
        Map<String, Column> columns = new LinkedHashMap<>();
        try (ResultSet rows =
                catalog.getColumns(connection.getCatalog(), connection.getSchema(), pattern(catalog, table), "%")) {
            while (rows.next()) {
                columns.put(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT), column(rows));
            }
        }
        return columns;
    }

    /** The name as the database's catalog writes it, its underscores being no wildcards. */
    private static String pattern(DatabaseMetaData catalog, String table) throws SQLException {
        String stored = catalog.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
        return stored.replace("_", catalog.getSearchStringEscape() + "_");
    }

    private static Column column(ResultSet row) throws SQLException {
        boolean filled = row.getString("COLUMN_DEF") != null
                || "YES".equals(row.getString("IS_AUTOINCREMENT"))
                || "YES".equals(row.getString("IS_GENERATEDCOLUMN"));
        return new Column(
                row.getInt("DATA_TYPE"),
                row.getString("TYPE_NAME"),
                row.getInt("COLUMN_SIZE"),
                row.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls && !filled);
    }
}
