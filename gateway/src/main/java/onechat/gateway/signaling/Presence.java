package onechat.gateway.signaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import onechat.protocol.Message;

/**
 * Who of a room's members could be reached, as one of them is told (contract section 5, addition). Immutable.
 *
 * @param asker who asks, and stands in no list
 */
record Presence(long room, RoomMembers.Named members, long asker) {
    /** All names of one reply, in UTF-16 units: however they are written, it stays far below what may wait for a client. */
    static final int MAX_NAMES_UNITS = 65_536;

    /**
     * The state of things.
     *
     * @param inCall the users in the room's call, members still or not
     */
    Message.OfPresence now(List<Long> inCall, Online online) {
        List<Long> others = inCall.stream().filter(user -> user != asker).toList();
        List<Long> reachable = new ArrayList<>();
        List<Long> offline = new ArrayList<>();
        TreeSet<Long> rest = new TreeSet<>(members.users());
        rest.removeAll(inCall);
        rest.remove(asker);
        for (long user : rest) {
            (online.devicesOf(user).isEmpty() ? offline : reachable).add(user);
        }
        Stream<Long> byUse =
                Stream.of(List.of(asker), others, reachable, offline).flatMap(List::stream);
        return new Message.OfPresence(room, others, reachable, offline, names(byUse.toList()));
    }

    /** The members' names, as many as fit, the first users first. */
    private Map<Long, String> names(List<Long> users) {
        Map<Long, String> names = new LinkedHashMap<>();
        int units = 0;
        for (long user : users) {
            String name = members.users().contains(user) ? members.names().get(user) : null;
            if (name != null) {
                units += name.length();
                if (units > MAX_NAMES_UNITS) {
                    break;
                }
                names.put(user, name);
            }
        }
        return names;
    }
}
