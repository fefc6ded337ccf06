package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import onechat.gateway.session.UserRooms;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.gateway.signaling.RoomMembers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads users, rooms and memberships from the operator's database (contract section 8). Used by many threads at once.
 *
 * <p>It keeps no copy: what it says is what the database says now. Ids outside 1 to 2^53-1 can't be written in a payload, and
 * are left out.
 */
public final class Directory implements UserRooms, RoomMembers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
    /** The most rows that one answer reads; what comes after them is left out. */
    private static final int MOST_ROWS = 100_000;

    /**
     * MySQL's codes for a text that the characters of a column can't write, as an emoji in latin1: no row has it. Not one of
     * them is a code of H2.
     */
    private static final Set<Integer> UNWRITABLE = Set.of(1267, 3854, 3988);

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static final long NO_ROOM = 0;

    private final Database database;
    private final DirectoryQueries queries;
    private final boolean passwords;
    private final AtomicBoolean probing = new AtomicBoolean();

    private Directory(Database database, DirectoryQueries queries, boolean passwords) {
        this.database = database;
        this.queries = queries;
        this.passwords = passwords;
    }

    /**
     * Connects to the database, gives it the schema of section 8 where it is empty and no query was replaced, and tries the
     * queries; that for users only where the database has any, or nobody logs in by token.
     *
     * @throws DirectoryStartException when any of that fails; its message is one line for the operator
     */
    public static Directory open(DirectoryOptions options) throws DirectoryStartException {
        DirectoryStart start = new DirectoryStart(options);
        Database database = Database.open(options, start);
        if (!start.passwords()) {
            LOG.info("the database has no table users: users log in by token, and nobody by password");
        }
        return new Directory(database, options.queries(), start.passwords());
    }

    @Override
    public List<RoomEntry> roomsOf(long user) throws DirectoryUnavailableException {
        return database.answerLogin(rows(queries.roomsOfUser(), user, Directory::room)).stream()
                .filter(room -> room.id() != RowId.NONE)
                .sorted(Comparator.comparingLong(RoomEntry::id))
                .toList();
    }

    @Override
    public Set<Long> membersOf(long room) throws DirectoryUnavailableException {
        return database.answer(connection -> members(connection, room));
    }

    /** Both in one question, so that it takes no longer than any other, and no connection more. */
    @Override
    public Named namedMembersOf(long room) throws DirectoryUnavailableException {
        return database.answer(connection -> {
            Set<Long> members = members(connection, room);
            return new Named(members, members.isEmpty() ? Map.of() : names(connection, room));
        });
    }

    private Set<Long> members(Connection connection, long room) throws SQLException {
        return rows(queries.membersOfRoom(), room, row -> RowId.read(row, 1)).ask(connection).stream()
                .filter(user -> user != RowId.NONE)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Map<Long, String> names(Connection connection, long room) throws SQLException {
        Map<Long, String> names = new HashMap<>();
        if (queries.namesInRoom() != null) {
            rows(queries.namesInRoom(), room, Directory::nameOf).ask(connection).stream()
                    .flatMap(Optional::stream)
                    .forEach(name -> names.putIfAbsent(name.user(), name.text()));
        }
        return names;
    }

    /** Whether the database answers now; blocks for {@link DirectoryOptions#answerWithin()} at the longest. */
    public boolean answers() {
        try {
            membersOf(NO_ROOM);
            return true;
        } catch (DirectoryUnavailableException e) {
            return false;
        }
    }

    /** Whether it knows users by name, each with a password. */
    boolean hasPasswords() {
        return passwords;
    }

    /**
     * Whether the database is known to be gone, so that it is in vain to wait for anything that then needs it. Never blocks; where
     * nobody has asked the database for a moment, it is asked now, so that whoever calls this again hears what came of it.
     */
    public boolean isGone() {
        if (database.pulse().isStale() && probing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("directory-probe").start(() -> {
                try {
                    answers();
                } finally {
                    probing.set(false);
                }
            });
        }
        return database.pulse().isGone();
    }

    /**
     * The one user of that name, compared to the letter with the name as it is stored.
     *
     * @return null where nobody has the name, or several have
     */
    @Nullable
    Account accountOf(String name) throws DirectoryUnavailableException {
        List<Account> accounts =
                database.answerLogin(rows(queries.userByName(), name, row -> account(row, name))).stream()
                        .flatMap(Optional::stream)
                        .filter(account -> account.id() != RowId.NONE)
                        .toList();
        return accounts.size() == 1 ? accounts.getFirst() : null;
    }

    @Override
    public void close() {
        database.close();
    }

    private static <T> Database.Question<List<T>> rows(String sql, Object parameter, Row<T> row) {
        return connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setMaxRows(MOST_ROWS);
                statement.setObject(1, parameter);
                try (ResultSet found = statement.executeQuery()) {
                    List<T> read = new ArrayList<>();
                    while (found.next()) {
                        read.add(row.read(found));
                    }
                    return read;
                }
            } catch (SQLException e) {
                if (UNWRITABLE.contains(e.getErrorCode())) {
                    return List.of();
                }
                throw e;
            }
        };
    }

    private static RoomEntry room(ResultSet row) throws SQLException {
        String name = row.getString(2);
        return new RoomEntry(RowId.read(row, 1), name == null ? "" : name);
    }

    private static Optional<MemberName> nameOf(ResultSet row) throws SQLException {
        long user = RowId.read(row, 1);
        String name = row.getString(2);
        return user == RowId.NONE || name == null ? Optional.empty() : Optional.of(MemberName.of(user, name));
    }

    private static Optional<Account> account(ResultSet row, String name) throws SQLException {
        return name.equals(row.getString(3))
                ? Optional.of(new Account(RowId.read(row, 1), row.getString(2)))
                : Optional.empty();
    }
}
