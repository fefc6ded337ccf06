package onechat.gateway.signaling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The live group in one room at one moment (contract section 5). Immutable; what happens to it is {@link CallRules}' business.
 *
 * @param participants at least one, each of another user, in the order they came
 * @param rings each of another user, none of whom takes part
 */
record Call(long room, List<Participant> participants, List<Ring> rings) {
    Call {
        participants = List.copyOf(participants);
        rings = List.copyOf(rings);
        if (participants.isEmpty()) {
            throw new IllegalArgumentException("a call has a participant");
        }
    }

    /** One device that takes part in the name of its user. */
    record Participant(Device device) {
        long user() {
            return device.user();
        }
    }

    /**
     * A user who is called and has not answered yet.
     *
     * @param callee who is rung
     * @param create what everybody rung is told but for the time left
     * @param deadlineNanos when it ends, on the server's monotonic clock
     * @param devices those of the callee that were rung
     */
    record Ring(long callee, RingCause create, long deadlineNanos, List<Device> devices) {
        Ring {
            devices = List.copyOf(devices);
        }

        Ring with(Device device) {
            List<Device> more = new ArrayList<>(devices);
            more.add(device);
            return new Ring(callee, create, deadlineNanos, more);
        }
    }

    @Nullable
    Participant participant(long user) {
        return first(participants, p -> p.user() == user);
    }

    boolean has(Device device) {
        return first(participants, p -> p.device() == device) != null;
    }

    @Nullable
    Ring ring(long callee) {
        return first(rings, r -> r.callee() == callee);
    }

    /** The participants' devices, but for one. */
    List<Device> devicesWithout(Device device) {
        return participants.stream()
                .map(Participant::device)
                .filter(d -> d != device)
                .toList();
    }

    /** The participants' user ids, but for one. */
    List<Long> usersWithout(long user) {
        return participants.stream()
                .map(Participant::user)
                .filter(u -> u != user)
                .toList();
    }

    Call withParticipant(Device device) {
        List<Participant> more = new ArrayList<>(participants);
        more.add(new Participant(device));
        return new Call(room, more, rings);
    }

    /** The call without the device, or null when nobody is left. */
    @Nullable
    Call withoutParticipant(Device device) {
        List<Participant> rest = without(participants, p -> p.device() == device);
        return rest.isEmpty() ? null : new Call(room, rest, rings);
    }

    Call withRing(Ring ring) {
        List<Ring> more = new ArrayList<>(without(rings, r -> r.callee() == ring.callee()));
        more.add(ring);
        return new Call(room, participants, more);
    }

    Call withoutRing(long callee) {
        return new Call(room, participants, without(rings, r -> r.callee() == callee));
    }

    /** When the next ring ends, or null where nobody is rung. */
    @Nullable
    Long nextDeadlineNanos() {
        // Differences, since a monotonic clock may pass from the largest number to the smallest.
        return rings.stream()
                .map(Ring::deadlineNanos)
                .reduce((a, b) -> a - b <= 0 ? a : b)
                .orElse(null);
    }

    private static <T> @Nullable T first(List<T> list, Predicate<T> which) {
        for (T each : list) {
            if (which.test(each)) {
                return each;
            }
        }
        return null;
    }

    private static <T> List<T> without(List<T> list, Predicate<T> which) {
        return list.stream().filter(which.negate()).toList();
    }
}
