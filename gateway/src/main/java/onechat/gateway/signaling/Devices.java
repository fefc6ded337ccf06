package onechat.gateway.signaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows who is logged in, with which devices (contract section 3). Used by many threads at once. */
public final class Devices implements Online {
    private final int maxPerUser;
    private final Map<Long, List<Device>> byUser = new ConcurrentHashMap<>();

    /**
     * Nobody is logged in.
     *
     * @param maxPerUser at least 1; a user's next device is refused
     */
    public Devices(int maxPerUser) {
        if (maxPerUser < 1) {
            throw new IllegalArgumentException("a user has at least one device");
        }
        this.maxPerUser = maxPerUser;
    }

    /** What becomes of a login. */
    public sealed interface Admission {}

    /** The device is online. */
    public record Admitted() implements Admission {}

    /** The device is not online before the one of the same name is removed. */
    public record NameTaken(Device by) implements Admission {}

    /** The user has as many devices as are allowed. */
    public record TooMany() implements Admission {}

    /**
     * Lets a device be online.
     *
     * @param first what happens just before others can see it, so that what it sends to the device stands first in its inbox
     */
    public Admission admit(Device device, Runnable first) {
        Decision decision = new Decision();
        byUser.compute(device.user(), (user, online) -> {
            List<Device> before = online == null ? List.of() : online;
            decision.admission = check(before, device);
            if (!(decision.admission instanceof Admitted)) {
                return online;
            }
            first.run();
            List<Device> after = new ArrayList<>(before);
            after.add(device);
            return List.copyOf(after);
        });
        return decision.admission;
    }

    private static final class Decision {
        private Admission admission = new Admitted();
    }

    private Admission check(List<Device> online, Device device) {
        for (Device other : online) {
            if (other.name() != null && other.name().equals(device.name())) {
                return new NameTaken(other);
            }
        }
        return online.size() < maxPerUser ? new Admitted() : new TooMany();
    }

    /** Takes a device offline; nothing happens when it is not online. */
    public void remove(Device device) {
        byUser.computeIfPresent(device.user(), (user, online) -> {
            List<Device> rest = online.stream().filter(d -> d != device).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    @Override
    public List<Device> devicesOf(long user) {
        return byUser.getOrDefault(user, List.of());
    }

    /** How many users are online. */
    public int usersOnline() {
        return byUser.size();
    }
}
