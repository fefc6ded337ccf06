package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import onechat.protocol.Limits;

/**
 * Reads all users or all rooms in the order of their ids, a page at a time, so that neither memory nor a lock grows with their
 * number. Confined to one thread.
 *
 * <p>As for the server, there is nobody with an id outside 1 to 2^53-1.
 */
public final class DirectoryListing implements AutoCloseable {
    static final int PAGE = 1_000;

    private static final String NEXT = " WHERE id > ? AND id <= " + Limits.MAX_ID + " ORDER BY id LIMIT " + PAGE;
    private static final String USERS = "SELECT id, mobile FROM users" + NEXT;
    private static final String ROOMS =
            "SELECT id, name, (SELECT COUNT(*) FROM room_users WHERE room_users.room_id = rooms.id)" + " FROM rooms"
                    + NEXT;

    /** A user as the database has it; {@code name} is empty where there is none. */
    public record User(long id, String name) {}

    /** A room as the database has it; {@code name} is empty where there is none. */
    public record Room(long id, String name, long members) {}

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    private DirectoryListing(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects to the database, and gives it the schema of section 8 where it is empty.
     *
     * @throws DirectoryStartException when any of that fails; its message is one line for the operator
     */
    public static DirectoryListing open(DirectoryOptions options) throws DirectoryStartException {
        return new DirectoryListing(Database.connect(options, connection -> Schema.createWhereEmpty(connection, true)));
    }

    /**
     * Hands over every user, a page at a time.
     *
     * @param reader says whether it wants more
     */
    public void users(Predicate<List<User>> reader) throws DirectoryEditException {
        requireUsers();
        pages(USERS, row -> new User(row.getLong(1), text(row)), User::id, reader);
    }

    /**
     * Hands over every room, a page at a time.
     *
     * @param reader says whether it wants more
     */
    public void rooms(Predicate<List<Room>> reader) throws DirectoryEditException {
        pages(ROOMS, row -> new Room(row.getLong(1), text(row), row.getLong(3)), Room::id, reader);
    }

    @Override
    public void close() throws DirectoryEditException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw DirectoryEditException.refusedByDatabase(e);
        }
    }

    private <T> void pages(String sql, Row<T> row, ToLongFunction<T> id, Predicate<List<T>> reader)
            throws DirectoryEditException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            List<T> page;
            long last = RowId.NONE;
            do {
                page = new ArrayList<>();
                statement.setLong(1, last);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        page.add(row.read(rows));
                    }
                }
                last = page.isEmpty() ? last : id.applyAsLong(page.getLast());
            } while (reader.test(page) && page.size() == PAGE);
        } catch (SQLException e) {
            throw DirectoryEditException.refusedByDatabase(e);
        }
    }

    private void requireUsers() throws DirectoryEditException {
        try {
            if (!Schema.hasUsers(connection)) {
                throw DirectoryEditException.noUsers();
            }
        } catch (SQLException e) {
            throw DirectoryEditException.refusedByDatabase(e);
        }
    }

    private static String text(ResultSet row) throws SQLException {
        String text = row.getString(2);
        return text == null ? "" : text;
    }
}
