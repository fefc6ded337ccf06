package onechat.gateway.directory;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import onechat.protocol.Limits;

/** Reads ids of users and rooms, of whatever type their column is. Stateless. */
final class RowId {
    /** In place of an id that no payload can carry; no row has it. */
    static final long NONE = 0;

    private static final BigDecimal MAX = BigDecimal.valueOf(Limits.MAX_ID);

    private RowId() {}

    /** The id in a column: 1 to 2^53-1, or {@link #NONE} for anything else, however large. */
    static long read(ResultSet row, int column) throws SQLException {
        // An unsigned BIGINT is larger than a long, and drivers fail where asked for one.
        BigDecimal id = row.getBigDecimal(column);
        boolean usable = id != null
                && id.compareTo(BigDecimal.ONE) >= 0
                && id.compareTo(MAX) <= 0
                && id.stripTrailingZeros().scale() <= 0;
        return usable ? id.longValueExact() : NONE;
    }
}
