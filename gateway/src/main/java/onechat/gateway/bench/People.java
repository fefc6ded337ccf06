package onechat.gateway.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The users and rooms that a benchmark uses. Immutable; its text form shows no password.
 *
 * @param password of them all
 * @param users in pairs
 * @param rooms of the pairs, in their order
 * @param largeRoom the room of the first sixteen, or null
 * @param mark how the names of all that was made together begin; null where somebody else made them
 */
record People(
        String password,
        List<Person> users,
        List<Long> rooms,
        @Nullable Long largeRoom,
        @Nullable String mark) {
    /** A user. */
    record Person(long id, String name) {}

    People {
        users = List.copyOf(users);
        rooms = List.copyOf(rooms);
    }

    /** How many pairs have a room. */
    int pairs() {
        return Math.min(users.size() / 2, rooms.size());
    }

    @Override
    public String toString() {
        return "People[" + users.size() + " users, " + rooms.size() + " rooms]";
    }
}
