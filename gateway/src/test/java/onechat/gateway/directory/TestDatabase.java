package onechat.gateway.directory;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import onechat.gateway.real.MariaDbServer;

/** The databases that the tests of the directory run against. Immutable. */
public enum TestDatabase {
    H2_MEMORY {
        @Override
        String url(Path folder) {
            return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;MODE=MySQL";
        }
    },
    H2_FILE {
        @Override
        String url(Path folder) {
            return "jdbc:h2:file:" + folder.resolve("directory") + ";MODE=MySQL";
        }
    },
    MARIADB {
        @Override
        String url(Path folder) {
            return MariaDbServer.shared().newDatabase();
        }

        @Override
        String looseText() {
            return "VARCHAR(255) COLLATE utf8mb4_general_ci";
        }
    };

    abstract String url(Path folder);

    /** A type of column for which Alice and alice are the same. */
    String looseText() {
        return "VARCHAR_IGNORECASE(255)";
    }

    /** Options for a database that is empty, and that nobody else knows. */
    public DirectoryOptions empty(Path folder) {
        return new DirectoryOptions(url(folder), MariaDbServer.USER, () -> MariaDbServer.PASSWORD);
    }

    public static DirectoryOptions with(DirectoryQueries queries, DirectoryOptions options) {
        return new DirectoryOptions(
                options.url(),
                options.user(),
                options.password(),
                queries,
                options.poolSize(),
                options.answerWithin(),
                options.tokens());
    }

    public static DirectoryOptions with(int poolSize, Duration answerWithin, DirectoryOptions options) {
        return new DirectoryOptions(
                options.url(),
                options.user(),
                options.password(),
                options.queries(),
                poolSize,
                answerWithin,
                options.tokens());
    }

    public static Connection connect(DirectoryOptions options) throws SQLException {
        return DriverManager.getConnection(
                options.url(), options.user(), options.password().get());
    }

    public static void execute(DirectoryOptions options, String... statements) throws SQLException {
        try (Connection connection = connect(options);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Every column and every index of the database's tables, a line each. */
    public static List<String> schemaOf(DirectoryOptions options) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connect(options)) {
            String catalog = connection.getCatalog();
            String schema = connection.getSchema();
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = connection.getMetaData().getTables(catalog, schema, "%", null)) {
                while (rows.next()) {
                    tables.add(rows.getString("TABLE_NAME"));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = connection.getMetaData().getColumns(catalog, schema, table, "%")) {
                    addAll(rows, lines);
                }
                try (ResultSet rows = connection.getMetaData().getIndexInfo(catalog, schema, table, false, true)) {
                    addAll(rows, lines);
                }
            }
        }
        return lines;
    }

    private static void addAll(ResultSet rows, List<String> lines) throws SQLException {
        while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                String column = rows.getMetaData().getColumnName(i);
                // They count rows, and change without anybody's doing.
                if (!column.equals("CARDINALITY") && !column.equals("PAGES")) {
                    line.append(column).append('=').append(rows.getString(i)).append(' ');
                }
            }
            lines.add(line.toString());
        }
    }
}
