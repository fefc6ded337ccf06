package onechat.gateway.directory;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes users, rooms and memberships in the operator's database, each call wholly or not at all (contract section 8). Confined to
 * one thread.
 *
 * <p>It needs the tables of section 8, {@code users} only for what has to do with names. A server reads what it wrote at the next login, create or join.
 */
public final class DirectoryEditor implements AutoCloseable {
    /** What a call holds by default; written where an operator's table insists on a number. */
    private static final int MOST_MEMBERS = 16;

    /**
     * What became of memberships that were to change.
     *
     * @param changed how many did
     * @param unchanged how many were that way before
     */
    public record Memberships(int changed, int unchanged) {}

    private final EditedDatabase database;

    private DirectoryEditor(EditedDatabase database) {
        this.database = database;
    }

    /**
     * Connects to the database, and gives it the schema of section 8 where it is empty.
     *
     * @param clock for the times of creation and change that some tables have
     * @throws DirectoryStartException when any of that fails; its message is one line for the operator
     */
    public static DirectoryEditor open(DirectoryOptions options, InstantSource clock) throws DirectoryStartException {
        return new DirectoryEditor(EditedDatabase.open(options, clock));
    }

    /**
     * Adds a user who can log in with that name and password; takes about a third of a second.
     *
     * @param id 1 to 2^53-1, or null for one that the database picks
     * @param password 1 to 72 octets in UTF-8
     * @return the user's id
     * @throws DirectoryEditException when the name or the id is taken, or the tables do not allow it
     */
    public long addUser(String name, String password, @Nullable Long id) throws DirectoryEditException {
        String digest = PasswordDigest.of(password);
        return database.change(() -> {
            if (!ids("SELECT id, mobile FROM users WHERE mobile = ?", name).isEmpty()) {
                throw new DirectoryEditException("there is a user " + name + " already");
            }
            refuseTaken("users", "user", id);
            NewRow row = new NewRow(database.connection(), "users")
                    .withOptional("id", id)
                    .with("mobile", name)
                    .with("password_digest", digest);
            return insert(row, id);
        });
    }

    /**
     * Gives a user another password; takes about a third of a second.
     *
     * @throws DirectoryEditException when nobody has the name, or several have
     */
    public void setPassword(String name, String password) throws DirectoryEditException {
        String digest = PasswordDigest.of(password);
        database.change(() -> {
            long user = user(name);
            if (TableColumns.of(database.connection(), "users").containsKey("updated_at")) {
                return update(
                        "UPDATE users SET password_digest = ?, updated_at = ? WHERE id = ?",
                        digest,
                        database.now(),
                        user);
            }
            return update("UPDATE users SET password_digest = ? WHERE id = ?", digest, user);
        });
    }

    /**
     * Removes a user, also from every room.
     *
     * @throws DirectoryEditException when nobody has the name, or several have
     */
    public void removeUser(String name) throws DirectoryEditException {
        database.change(() -> {
            long user = user(name);
            update("DELETE FROM room_users WHERE user_id = ?", user);
            return update("DELETE FROM users WHERE id = ?", user);
        });
    }

    /**
     * Adds a room without members.
     *
     * @param id 1 to 2^53-1, or null for one that the database picks
     * @param creator a user's name, or null for none
     * @return the room's id
     * @throws DirectoryEditException when the id is taken, nobody has the creator's name, or the tables do not allow it
     */
    public long addRoom(String name, @Nullable Long id, @Nullable String creator) throws DirectoryEditException {
        return database.change(() -> {
            refuseTaken("rooms", "room", id);
            NewRow row = new NewRow(database.connection(), "rooms")
                    .withOptional("id", id)
                    .withOptional("creator", creator == null ? null : user(creator))
                    .with("name", name)
                    .whereRequired("max_member_count", MOST_MEMBERS);
            return insert(row, id);
        });
    }

    /**
     * Removes a room, with its memberships.
     *
     * @throws DirectoryEditException when there is no such room
     */
    public void removeRoom(long room) throws DirectoryEditException {
        database.change(() -> {
            requireRoom(room);
            update("DELETE FROM room_users WHERE room_id = ?", room);
            return update("DELETE FROM rooms WHERE id = ?", room);
        });
    }

    /**
     * Makes users members of a room; who is one already stays one.
     *
     * @param names the names of users
     * @param ids the ids of users, who need not stand in {@code users}
     * @throws DirectoryEditException when there is no such room, or a name is nobody's or several users'
     */
    public Memberships join(long room, Collection<String> names, Collection<Long> ids) throws DirectoryEditException {
        return database.change(() -> {
            requireRoom(room);
            int joined = 0;
            Collection<Long> users = users(names, ids);
            for (long user : users) {
                if (!exists("SELECT 1 FROM room_users WHERE room_id = ? AND user_id = ?", room, user)) {
                    new NewRow(database.connection(), "room_users")
                            .with("room_id", room)
                            .with("user_id", user)
                            .insert(database.now());
                    joined++;
                }
            }
            return new Memberships(joined, users.size() - joined);
        });
    }

    /**
     * Takes users out of a room; who is not in it stays out.
     *
     * @param names the names of users
     * @param ids the ids of users, who need not stand in {@code users}
     * @throws DirectoryEditException when there is no such room, or a name is nobody's or several users'
     */
    public Memberships part(long room, Collection<String> names, Collection<Long> ids) throws DirectoryEditException {
        return database.change(() -> {
            requireRoom(room);
            int parted = 0;
            Collection<Long> users = users(names, ids);
            for (long user : users) {
                // A table without a unique index may hold a membership twice.
                parted += Math.min(1, update("DELETE FROM room_users WHERE room_id = ? AND user_id = ?", room, user));
            }
            return new Memberships(parted, users.size() - parted);
        });
    }

    @Override
    public void close() throws DirectoryEditException {
        database.close();
    }

    private long insert(NewRow row, @Nullable Long id) throws SQLException, DirectoryEditException {
        try {
            long given = row.insert(database.now());
            return id == null ? given : id;
        } catch (SQLIntegrityConstraintViolationException e) {
            throw new DirectoryEditException(
                    "the database takes it for one that is there already, or another of its constraints refuses it");
        }
    }

    private void refuseTaken(String table, String what, @Nullable Long id) throws SQLException, DirectoryEditException {
        if (id != null && exists("SELECT 1 FROM " + table + " WHERE id = ?", id)) {
            throw new DirectoryEditException("there is a " + what + " with the id " + id + " already");
        }
    }

    private void requireRoom(long room) throws SQLException, DirectoryEditException {
        if (!exists("SELECT 1 FROM rooms WHERE id = ?", room)) {
            throw new DirectoryEditException("there is no room " + room);
        }
    }

    private Collection<Long> users(Collection<String> names, Collection<Long> ids)
            throws SQLException, DirectoryEditException {
        Collection<Long> users = new LinkedHashSet<>(ids);
        for (String name : names) {
            users.add(user(name));
        }
        return users;
    }

    private long user(String name) throws SQLException, DirectoryEditException {
        List<Long> ids = ids("SELECT id, mobile FROM users WHERE mobile = ?", name);
        if (ids.isEmpty()) {
            throw new DirectoryEditException("there is no user " + name);
        }
        if (ids.size() > 1) {
            throw new DirectoryEditException("several users are called " + name);
        }
        long id = ids.getFirst();
        if (id == RowId.NONE) {
            throw new DirectoryEditException("the user " + name + " has an id that can't be used");
        }
        return id;
    }

    /** The ids of the rows whose second column is the name to the letter, as at a login; collations are wider. */
    private List<Long> ids(String sql, String name) throws SQLException, DirectoryEditException {
        try (PreparedStatement statement = prepare(sql, name);
                ResultSet rows = statement.executeQuery()) {
            List<Long> ids = new ArrayList<>();
            while (rows.next()) {
                if (name.equals(rows.getString(2))) {
                    ids.add(RowId.read(rows, 1));
                }
            }
            return ids;
        } catch (SQLException e) {
            if (!Schema.hasUsers(database.connection())) {
                throw DirectoryEditException.noUsers();
            }
            throw e;
        }
    }

    private boolean exists(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    private int update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = database.connection().prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
