package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a row into a table that may have more columns than the contract names (section 8), and tells beforehand which of them
 * stands in the way. Confined to one thread.
 */
final class NewRow {
    /** Says what one of many rows has of its own. */
    @FunctionalInterface
    interface ItemColumns<T> {
        void set(NewRow row, T item) throws DirectoryEditException;
    }

    private final Connection connection;
    private final String table;
    private final Map<String, TableColumns.Column> columns;
    private final Map<String, Object> values = new LinkedHashMap<>();

    NewRow(Connection connection, String table) throws SQLException, DirectoryEditException {
        this.connection = connection;
        this.table = table;
        this.columns = TableColumns.of(connection, table);
        if (columns.isEmpty()) {
            throw new DirectoryEditException("the database has no table " + table);
        }
    }

    /**
     * A value of the row.
     *
     * @throws DirectoryEditException when the table has no such column, or it is too short for the text
     */
    NewRow with(String name, Object value) throws DirectoryEditException {
        TableColumns.Column column = columns.get(name);
        if (column == null) {
            throw new DirectoryEditException("the table " + table + " has no column " + name);
        }
        if (value instanceof String text
                && column.isShortText()
                && text.codePointCount(0, text.length()) > column.size()) {
            throw new DirectoryEditException(
                    "too long for the column " + table + "." + name + ", which takes " + column.size() + " characters");
        }
        values.put(name, value);
        return this;
    }

    /** A value where there is one. */
    NewRow withOptional(String name, @Nullable Object value) throws DirectoryEditException {
        return value == null ? this : with(name, value);
    }

    /** A value that is written only where the table insists on one. */
    NewRow whereRequired(String name, Object value) throws DirectoryEditException {
        TableColumns.Column column = columns.get(name);
        return column != null && column.required() ? with(name, value) : this;
    }

    /**
     * Inserts the row.
     *
     * @param now in UTC, as Rails keeps its times
     * @return the id that the database gave it, or 0 where it gave none
     * @throws DirectoryEditException naming the first column that needs a value and has none
     */
    long insert(LocalDateTime now) throws SQLException, DirectoryEditException {
        complete(now);
        try (PreparedStatement statement = prepare()) {
            set(statement);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                return keys.next() ? keys.getLong(1) : 0;
            }
        }
    }

    /**
     * Inserts a row for each item; they differ in what {@code item} sets and are alike in all else.
     *
     * @param item sets what the item's row has of its own, the same columns for each
     * @param now in UTC, as Rails keeps its times
     * @return the ids that the database gave them, in their order
     * @throws DirectoryEditException as {@link #insert} does
     */
    <T> List<Long> insertAll(List<T> items, ItemColumns<T> item, LocalDateTime now)
            throws SQLException, DirectoryEditException {
        List<Long> ids = new ArrayList<>(items.size());
        if (items.isEmpty()) {
            return ids;
        }
        item.set(this, items.getFirst());
        complete(now);
        try (PreparedStatement statement = prepare()) {
            for (T each : items) {
                item.set(this, each);
                set(statement);
                statement.addBatch();
            }
            statement.executeBatch();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                while (keys.next()) {
                    ids.add(keys.getLong(1));
                }
            }
        }
        return ids;
    }

    private void complete(LocalDateTime now) throws DirectoryEditException {
        // Rails insists on both.
        for (String stamp : new String[] {"created_at", "updated_at"}) {
            if (columns.containsKey(stamp)) {
                values.put(stamp, now);
            }
        }
        for (Map.Entry<String, TableColumns.Column> column : columns.entrySet()) {
            if (column.getValue().required() && !values.containsKey(column.getKey())) {
                throw new DirectoryEditException(
                        "the column " + table + "." + column.getKey() + " needs a value and has no default");
            }
        }
    }

    private PreparedStatement prepare() throws SQLException {
        // Names of the contract alone, never of an operator.
        String sql = "INSERT INTO " + table + " (" + String.join(", ", values.keySet()) + ") VALUES (?"
                + ", ?".repeat(values.size() - 1) + ")";
        return connection.prepareStatement(sql, new String[] {"id"});
    }

    private void set(PreparedStatement statement) throws SQLException {
        int i = 0;
        for (Object value : values.values()) {
            statement.setObject(++i, value);
        }
    }
}
