package onechat.gateway.directory;

import java.sql.Types;

/** What a column of the directory may be, whichever of the database's types that is. Immutable. */
enum ColumnKind {
    ID("a whole number"),
    TEXT("a text");

    private final String description;

    ColumnKind(String description) {
        this.description = description;
    }

    /** For the operator, such as "a text". */
    String description() {
        return description;
    }

    /** Whether a column of that type of {@link Types} is of this kind. */
    boolean holds(int sqlType) {
        return switch (sqlType) {
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT, Types.DECIMAL, Types.NUMERIC -> this == ID;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                this == TEXT;
            // Columns with a binary collation are binary for some drivers.
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.CLOB, Types.NCLOB -> this == TEXT;
            default -> false;
        };
    }
}
