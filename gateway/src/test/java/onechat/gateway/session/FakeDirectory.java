package onechat.gateway.session;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.gateway.signaling.RoomMembers;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;

/** A directory in memory: everybody's password is the name. Used by many threads at once. */
final class FakeDirectory implements Authenticator, UserRooms, RoomMembers {
    private static final Map<String, Long> USERS = Map.of("alice", 1L, "bob", 2L, "carol", 3L);

    /** Each room's members; its name is "room" and its id. */
    final Map<Long, Set<Long>> rooms = new ConcurrentSkipListMap<>(Map.of(1L, Set.of(1L, 2L, 3L)));

    /** What happens while it is asked: a directory that is slow, or faulty. */
    volatile Runnable meanwhile = () -> {};

    volatile boolean isDown;

    private void answer() throws DirectoryUnavailableException {
        meanwhile.run();
        if (isDown) {
            throw new DirectoryUnavailableException("down", new IOException("refused"));
        }
    }

    @Override
    public long authenticate(Command.Credentials credentials, String address)
            throws LoginRefusedException, DirectoryUnavailableException {
        answer();
        if (!(credentials instanceof Command.Password password)) {
            throw new LoginRefusedException(ErrorCode.NOT_LOGGED_IN, "no tokens here");
        }
        Long user = USERS.get(password.name());
        if (user == null) {
            throw new LoginRefusedException(ErrorCode.NOT_FOUND, "404 Not Found user with this name");
        }
        if (!password.name().equals(password.pass())) {
            throw new LoginRefusedException(ErrorCode.NOT_LOGGED_IN, "wrong password");
        }
        return user;
    }

    @Override
    public List<RoomEntry> roomsOf(long user) throws DirectoryUnavailableException {
        answer();
        return rooms.entrySet().stream()
                .filter(room -> room.getValue().contains(user))
                .map(room -> new RoomEntry(room.getKey(), "room" + room.getKey()))
                .toList();
    }

    @Override
    public Set<Long> membersOf(long room) throws DirectoryUnavailableException {
        answer();
        return rooms.getOrDefault(room, Set.of());
    }
}
