package onechat.gateway.directory;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import onechat.gateway.directory.DirectoryListing.User;
import org.jspecify.annotations.Nullable;

/**
 * Adds many users and rooms at once to the operator's database, for a benchmark, and removes just those again, each call wholly or not at all
 * (contract section 8). Confined to one thread.
 */
public final class CrowdEditor implements AutoCloseable {
    /** The members of the room that is larger than the others. */
    public static final int LARGE_ROOM = 16;

    private static final int BATCH = 1_000;
    private static final String IN_ITS_ROOMS =
            "DELETE FROM room_users WHERE room_id = ? AND EXISTS (SELECT 1 FROM rooms WHERE id = ? AND name = ?)";
    private static final String ITS_ROOMS = "DELETE FROM rooms WHERE id = ? AND name = ?";
    private static final String OF_ITS_USERS =
            "DELETE FROM room_users WHERE user_id = ? AND EXISTS (SELECT 1 FROM users WHERE id = ? AND mobile = ?)";
    private static final String ITS_USERS = "DELETE FROM users WHERE id = ? AND mobile = ?";

    /**
     * Users and rooms that were added together.
     *
     * @param mark the name of every room, and how the name of each user begins
     * @param pairRooms a room for each two users, in their order
     * @param largeRoom a room for the first {@value #LARGE_ROOM} users, or null
     */
    public record Crowd(
            String mark,
            List<User> users,
            List<Long> pairRooms,
            @Nullable Long largeRoom) {
        List<Long> rooms() {
            List<Long> all = new ArrayList<>(pairRooms);
            if (largeRoom != null) {
                all.add(largeRoom);
            }
            return all;
        }
    }

    /** How many users and rooms there were to remove. */
    public record Removed(int users, int rooms) {}

    private record Membership(long room, long user) {}

    private final EditedDatabase database;

    private CrowdEditor(EditedDatabase database) {
        this.database = database;
    }

    /**
     * Connects to the database, and gives it the schema of section 8 where it is empty.
     *
     * @throws DirectoryStartException when any of that fails; its message is one line for the operator
     */
    public static CrowdEditor open(DirectoryOptions options, InstantSource clock) throws DirectoryStartException {
        return new CrowdEditor(EditedDatabase.open(options, clock));
    }

    /**
     * Adds users and rooms.
     *
     * @param mark what no name in the database begins with
     * @param password of all users, at least 128 random bits; their digest is the cheapest
     * @param users how many
     * @param progress is told how many users there are so far
     * @param keeper gets them before the database has them for good; if it throws, nothing is added
     * @throws DirectoryEditException when the tables do not allow it
     */
    public void add(String mark, String password, int users, IntConsumer progress, Consumer<Crowd> keeper)
            throws DirectoryEditException {
        String digest = PasswordDigest.ofRandom(password);
        database.change(() -> {
            List<User> added = addUsers(mark, digest, users, progress);
            List<Long> rooms = addRooms(mark, users / 2);
            Long largeRoom = users < LARGE_ROOM ? null : addRooms(mark, 1).getFirst();
            join(memberships(added, rooms, largeRoom));
            keeper.accept(new Crowd(mark, added, rooms, largeRoom));
            return added.size();
        });
    }

    /**
     * Removes what {@link #add} added, as far as it is still there: whose id and name are others' by now, stays.
     *
     * @param progress is told how many users are gone so far
     */
    public Removed remove(Crowd crowd, IntConsumer progress) throws DirectoryEditException {
        return database.change(() -> {
            List<Long> rooms = crowd.rooms();
            delete(IN_ITS_ROOMS, rooms, (row, room) -> set(row, room, room, crowd.mark()), done -> {});
            int removedRooms = delete(ITS_ROOMS, rooms, (row, room) -> set(row, room, crowd.mark()), done -> {});
            List<User> users = crowd.users();
            delete(OF_ITS_USERS, users, (row, user) -> set(row, user.id(), user.id(), user.name()), done -> {});
            int removedUsers = delete(ITS_USERS, users, (row, user) -> set(row, user.id(), user.name()), progress);
            return new Removed(removedUsers, removedRooms);
        });
    }

    @Override
    public void close() throws DirectoryEditException {
        database.close();
    }

    private List<User> addUsers(String mark, String digest, int count, IntConsumer progress)
            throws SQLException, DirectoryEditException {
        if (!Schema.hasUsers(database.connection())) {
            throw DirectoryEditException.noUsers();
        }
        List<User> added = new ArrayList<>(count);
        while (added.size() < count) {
            List<String> names = new ArrayList<>(BATCH);
            for (int n = added.size() + 1; n <= Math.min(count, added.size() + BATCH); n++) {
                names.add(mark + '-' + n);
            }
            List<Long> ids = new NewRow(database.connection(), "users")
                    .with("password_digest", digest)
                    .insertAll(names, (row, name) -> row.with("mobile", name), database.now());
            requireIds(ids, names.size());
            for (int i = 0; i < names.size(); i++) {
                added.add(new User(ids.get(i), names.get(i)));
            }
            progress.accept(added.size());
        }
        return added;
    }

    private List<Long> addRooms(String mark, int count) throws SQLException, DirectoryEditException {
        List<Long> added = new ArrayList<>(count);
        while (added.size() < count) {
            List<String> names = new ArrayList<>();
            for (int n = added.size(); n < Math.min(count, added.size() + BATCH); n++) {
                names.add(mark);
            }
            List<Long> ids = new NewRow(database.connection(), "rooms")
                    .whereRequired("max_member_count", LARGE_ROOM)
                    .insertAll(names, (row, name) -> row.with("name", name), database.now());
            requireIds(ids, names.size());
            added.addAll(ids);
        }
        return added;
    }

    private static void requireIds(List<Long> ids, int count) throws DirectoryEditException {
        if (ids.size() != count) {
            throw new DirectoryEditException("the database does not tell the ids of new rows");
        }
    }

    private static List<Membership> memberships(List<User> users, List<Long> pairRooms, @Nullable Long largeRoom) {
        List<Membership> all = new ArrayList<>();
        for (int i = 0; i < pairRooms.size(); i++) {
            all.add(new Membership(pairRooms.get(i), users.get(2 * i).id()));
            all.add(new Membership(pairRooms.get(i), users.get(2 * i + 1).id()));
        }
        if (largeRoom != null) {
            users.subList(0, LARGE_ROOM).forEach(user -> all.add(new Membership(largeRoom, user.id())));
        }
        return all;
    }

    private void join(List<Membership> memberships) throws SQLException, DirectoryEditException {
        for (int from = 0; from < memberships.size(); from += BATCH) {
            new NewRow(database.connection(), "room_users")
                    .insertAll(
                            memberships.subList(from, Math.min(memberships.size(), from + BATCH)),
                            (row, each) -> row.with("room_id", each.room()).with("user_id", each.user()),
                            database.now());
        }
    }

    /** Sets what a row is found by. */
    @FunctionalInterface
    private interface Finding<T> {
        void set(PreparedStatement statement, T item) throws SQLException;
    }

    private <T> int delete(String sql, List<T> items, Finding<T> finding, IntConsumer progress) throws SQLException {
        int deleted = 0;
        try (PreparedStatement statement = database.connection().prepareStatement(sql)) {
            for (int from = 0; from < items.size(); from += BATCH) {
                int to = Math.min(items.size(), from + BATCH);
                for (T item : items.subList(from, to)) {
                    finding.set(statement, item);
                    statement.addBatch();
                }
                for (int rows : statement.executeBatch()) {
                    deleted += rows;
                }
                progress.accept(to);
            }
        }
        return deleted;
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
