package onechat.gateway.signaling;

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
}
