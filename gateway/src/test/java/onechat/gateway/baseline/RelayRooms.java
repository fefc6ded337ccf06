package onechat.gateway.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The calls of two that a {@link NettyRelay} keeps: who is in which room. Used by many event loops at once. */
final class RelayRooms {
    private final Map<Long, List<NettyClient>> calls = new ConcurrentHashMap<>();

    /** Lets somebody into a room, and tells who was there first; a third is not let in. */
    List<NettyClient> enter(long room, NettyClient comer) {
        List<NettyClient> others = new ArrayList<>(1);
        calls.compute(room, (id, there) -> {
            List<NettyClient> now = there == null ? new ArrayList<>(2) : there;
            now.stream().filter(one -> one != comer).forEach(others::add);
            if (!now.contains(comer) && now.size() < 2) {
                now.add(comer);
                for (NettyClient one : others) {
                    one.meet(comer);
                    comer.meet(one);
                }
            }
            return now;
        });
        return others;
    }

    /** Whether a call is under way in a room. */
    boolean isCalled(long room) {
        return calls.containsKey(room);
    }

    /** Takes somebody out of a room, and tells who stays. */
    List<NettyClient> leave(long room, NettyClient goer) {
        List<NettyClient> others = new ArrayList<>(1);
        calls.computeIfPresent(room, (id, there) -> {
            there.remove(goer);
            others.addAll(there);
            goer.part();
            there.forEach(NettyClient::part);
            return there.isEmpty() ? null : there;
        });
        return others;
    }
}
