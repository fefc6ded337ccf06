package onechat.gateway.session;

import java.util.List;
import onechat.gateway.signaling.DirectoryUnavailableException;

/** Says which rooms a user is a member of, as the directory has it now (contract sections 3 and 8). Used by many threads at once. */
@FunctionalInterface
public interface UserRooms {
    /**
     * A room of the directory.
     *
     * @param id 1 to 2^53-1
     * @param name for a person; may be empty
     */
    record RoomEntry(long id, String name) {}

    /**
     * All rooms of a user in the order of their ids; blocks while the directory is asked.
     *
     * @throws DirectoryUnavailableException when the directory can't say
     */
    List<RoomEntry> roomsOf(long user) throws DirectoryUnavailableException;
}
