package onechat.gateway.directory;

import org.jspecify.annotations.Nullable;

/**
 * The three questions that the server asks the database (contract section 8), which an operator whose tables differ replaces; and a fourth
 * that is asked only where the operator gives it.
 * Immutable.
 *
 * <p>A semicolon at the end is taken off.
 *
 * @param userByName one parameter, the name; columns: the user's id, the bcrypt digest of the password, and the name as it is
 *     stored, which the login's name must equal to the letter: were two spellings one user, each would have tries of its own
 * @param roomsOfUser one parameter, the user's id; columns: the room's id, its name
 * @param membersOfRoom one parameter, the room's id; column: a user's id; no row means that there is no such room
 * @param namesInRoom one parameter, the room's id; columns: a user's id, the name to show; null to show no names, which may be telephone
 *     numbers
 */
public record DirectoryQueries(
        String userByName,
        String roomsOfUser,
        String membersOfRoom,
        @Nullable String namesInRoom) {
    /** The queries for the tables that OneChat deployments have. */
    // MySQL's usual collations take Alice for alice, one emoji for another and a name with blanks behind it for the
    // name
    // without. The third column lets the server compare to the letter, so that every database gives the same answer.
    // Members are joined with their room: a row that a removed room left behind is no room.
    public static final DirectoryQueries OF_ONECHAT = new DirectoryQueries(
            "SELECT id, password_digest, mobile FROM users WHERE mobile = ?",
            "SELECT rooms.id, rooms.name FROM rooms JOIN room_users ON room_users.room_id = rooms.id"
                    + " WHERE room_users.user_id = ? ORDER BY rooms.id",
            "SELECT room_users.user_id FROM room_users JOIN rooms ON rooms.id = room_users.room_id"
                    + " WHERE room_users.room_id = ?");

    /**
     * The queries as given; the database checks them when the directory is opened.
     *
     * @throws IllegalArgumentException when one of them is blank
     */
    public DirectoryQueries {
        userByName = statement(userByName);
        roomsOfUser = statement(roomsOfUser);
        membersOfRoom = statement(membersOfRoom);
        namesInRoom = namesInRoom == null ? null : statement(namesInRoom);
    }

    /** Queries that let no names be shown. */
    public DirectoryQueries(String userByName, String roomsOfUser, String membersOfRoom) {
        this(userByName, roomsOfUser, membersOfRoom, null);
    }

    /** Whether they read the tables that OneChat deployments have, wherever names may come from. */
    boolean readOneChatTables() {
        return withNamesInRoom(null).equals(OF_ONECHAT);
    }

    private static String statement(String query) {
        String stripped = query.strip();
        String statement = stripped.endsWith(";")
                ? stripped.substring(0, stripped.length() - 1).strip()
                : stripped;
        if (statement.isEmpty()) {
            throw new IllegalArgumentException("a query of the directory is blank");
        }
        return statement;
    }

    /** The same with another query for the user of a name. */
    public DirectoryQueries withUserByName(String query) {
        return new DirectoryQueries(query, roomsOfUser, membersOfRoom, namesInRoom);
    }

    /** The same with another query for the rooms of a user. */
    public DirectoryQueries withRoomsOfUser(String query) {
        return new DirectoryQueries(userByName, query, membersOfRoom, namesInRoom);
    }

    /** The same with another query for the members of a room. */
    public DirectoryQueries withMembersOfRoom(String query) {
        return new DirectoryQueries(userByName, roomsOfUser, query, namesInRoom);
    }

    /** The same with another query for the names in a room, or null to show none. */
    public DirectoryQueries withNamesInRoom(@Nullable String query) {
        return new DirectoryQueries(userByName, roomsOfUser, membersOfRoom, query);
    }
}
