package onechat.gateway.signaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The small model of one room's call that the rules are compared with (contract section 5). Confined to the test's thread. */
final class ModelCall {
    private final int maxParticipants;
    private final long ringNanos;
    private final Map<Long, Device> participants = new LinkedHashMap<>();
    private final Map<Long, Long> deadlines = new LinkedHashMap<>();

    ModelCall(int maxParticipants, long ringNanos) {
        this.maxParticipants = maxParticipants;
        this.ringNanos = ringNanos;
    }

    List<Device> participants() {
        return List.copyOf(participants.values());
    }

    Set<Long> users() {
        return participants.keySet();
    }

    Map<Long, Long> deadlines() {
        return deadlines;
    }

    boolean has(Device device) {
        return participants.get(device.user()) == device;
    }

    /** Each of these returns whether the command is carried out. */
    boolean create(Device sender, Set<Long> members, long nowNanos) {
        timeOut(nowNanos);
        if (!enter(sender)) {
            return false;
        }
        for (long member : members) {
            if (!participants.containsKey(member)) {
                deadlines.putIfAbsent(member, nowNanos + ringNanos);
            }
        }
        return true;
    }

    boolean join(Device sender) {
        return !participants.isEmpty() && enter(sender);
    }

    private boolean enter(Device sender) {
        long user = sender.user();
        if (!participants.containsKey(user) && participants.size() >= maxParticipants) {
            return false;
        }
        if (!has(sender)) {
            participants.remove(user);
            participants.put(user, sender);
            deadlines.remove(user);
        }
        return true;
    }

    boolean leave(Device sender) {
        return gone(sender) || deadlines.remove(sender.user()) != null;
    }

    boolean gone(Device device) {
        if (!has(device)) {
            return false;
        }
        participants.remove(device.user());
        if (participants.isEmpty()) {
            deadlines.clear();
        }
        return true;
    }

    void timeOut(long nowNanos) {
        for (Map.Entry<Long, Long> ring : new ArrayList<>(deadlines.entrySet())) {
            if (ring.getValue() <= nowNanos) {
                deadlines.remove(ring.getKey());
            }
        }
    }
}
