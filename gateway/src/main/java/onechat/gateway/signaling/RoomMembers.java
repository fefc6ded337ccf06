package onechat.gateway.signaling;

import java.util.Map;
import java.util.Set;

/** Says who belongs to a room, as the directory has it now (contract sections 5 and 8). Used by many threads at once. */
@FunctionalInterface
public interface RoomMembers {
    /**
     * The ids of a room's members; blocks while the directory is asked.
     *
     * @return empty where there is no such room
     * @throws DirectoryUnavailableException when the directory can't say
     */
    Set<Long> membersOf(long room) throws DirectoryUnavailableException;

    /**
     * A room's members with their names; blocks while the directory is asked, no longer than the other.
     *
     * @return nobody where there is no such room
     * @throws DirectoryUnavailableException when the directory can't say
     */
    default Named namedMembersOf(long room) throws DirectoryUnavailableException {
        return new Named(membersOf(room), Map.of());
    }

    /**
     * Members with names.
     *
     * @param users the members' ids
     * @param names by user id, none of them too long for a payload; empty where names are not to be shown; it may lack members, and hold others
     */
    record Named(Set<Long> users, Map<Long, String> names) {
        public Named {
            users = Set.copyOf(users);
            names = Map.copyOf(names);
        }

        @Override
        public String toString() {
            return "Named[users=" + users.size() + "]";
        }
    }
}
