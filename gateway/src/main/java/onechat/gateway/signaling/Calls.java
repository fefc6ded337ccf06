package onechat.gateway.signaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import onechat.gateway.signaling.Call.Participant;
import org.jspecify.annotations.Nullable;

/**
 * Holds the call of each room, and lets events happen to it one at a time. Used by many threads at once.
 *
 * <p>The next value is published before anybody is told of it, and everybody is told before the next event: so all see a call's events in one
 * order, and who acts on what it was told finds the call as it was told.
 */
public final class Calls {
    private static final int LOCKS = 256;

    private final CallRules rules;
    private final CallObserver observer;
    /** When the calls began that no answer was relayed in yet. */
    private final Map<Long, Long> unanswered = new ConcurrentHashMap<>();

    private final Map<Long, Call> byRoom = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<RingEnd> ringEnds = new ConcurrentSkipListSet<>();
    private final List<Object> locks = new ArrayList<>(LOCKS);

    /** No calls yet. */
    public Calls(CallRules rules, CallObserver observer) {
        this.rules = rules;
        this.observer = observer;
        for (int i = 0; i < LOCKS; i++) {
            locks.add(new Object());
        }
    }

    /** When the next ring of a room ends; ordered by differences of a monotonic clock's time, which may wrap. */
    private record RingEnd(long nanos, long room) implements Comparable<RingEnd> {
        private static final Comparator<RingEnd> BY_TIME = (a, b) -> Long.signum(a.nanos - b.nanos);
        private static final Comparator<RingEnd> ORDER = BY_TIME.thenComparingLong(RingEnd::room);

        @Override
        public int compareTo(RingEnd other) {
            return ORDER.compare(this, other);
        }
    }

    /** Lets an event happen to the room's call, and hands over what is owed for it. */
    void apply(long room, CallEvent event, Delivery delivery) {
        synchronized (lockOf(room)) {
            Call before = byRoom.get(room);
            Outcome outcome = rules.apply(room, before, event);
            if (publish(room, before, outcome.next())) {
                observe(room, before, outcome.next(), event);
                outcome.owed().forEach(owed -> delivery.deliver(owed.to(), owed.message()));
            }
        }
    }

    /** Makes the next value the room's call; false, and nothing done, when a device that would enter is gone meanwhile. */
    private boolean publish(long room, @Nullable Call before, @Nullable Call next) {
        for (Participant now : participants(next)) {
            // An event brings at most one newcomer, so nobody else has entered when this one can't.
            if ((before == null || !before.has(now.device())) && !now.device().enter(room)) {
                return false;
            }
        }
        for (Participant then : participants(before)) {
            if (next == null || !next.has(then.device())) {
                then.device().exit(room);
            }
        }
        remember(room, next);
        schedule(room, before, next);
        return true;
    }

    private void remember(long room, @Nullable Call next) {
        if (next == null) {
            byRoom.remove(room);
        } else {
            byRoom.put(room, next);
        }
    }

    private void observe(long room, @Nullable Call before, @Nullable Call next, CallEvent event) {
        if (before == null && next != null && event instanceof CallEvent.Create create) {
            unanswered.put(room, create.nowNanos());
            observer.begun(room);
        } else if (before != null && next == null) {
            unanswered.remove(room);
            observer.over(room);
        }
    }

    /** An answer was relayed in the room's call. Called in turn with its events. */
    void answered(long room, long nowNanos) {
        Long begun = unanswered.remove(room);
        if (begun != null) {
            observer.answered(room, nowNanos - begun);
        }
    }

    private void schedule(long room, @Nullable Call before, @Nullable Call next) {
        Long old = before == null ? null : before.nextDeadlineNanos();
        Long coming = next == null ? null : next.nextDeadlineNanos();
        if (Objects.equals(old, coming)) {
            return;
        }
        if (old != null) {
            ringEnds.remove(new RingEnd(old, room));
        }
        if (coming != null) {
            ringEnds.add(new RingEnd(coming, room));
        }
    }

    private static List<Participant> participants(@Nullable Call call) {
        return call == null ? List.of() : call.participants();
    }

    /** Ends the rings whose time is over. */
    public void endRings(long nowNanos, Delivery delivery) {
        for (RingEnd end : ringEnds) {
            if (end.nanos() - nowNanos > 0) {
                return;
            }
            apply(end.room(), new CallEvent.RingTimeout(nowNanos), delivery);
        }
    }

    /** The room's call now, or null where there is none. */
    @Nullable
    Call callIn(long room) {
        return byRoom.get(room);
    }

    /** How many calls are under way. */
    public int underWay() {
        return byRoom.size();
    }

    /** How many take part in calls. */
    public int participants() {
        return byRoom.values().stream()
                .mapToInt(call -> call.participants().size())
                .sum();
    }

    /** How many are rung. */
    public int rings() {
        return byRoom.values().stream().mapToInt(call -> call.rings().size()).sum();
    }

    /** In how many rooms the end of a ring is awaited. */
    public int ringTimers() {
        return ringEnds.size();
    }

    /** The users who take part in the room's call now; empty where there is none. */
    public List<Long> usersIn(long room) {
        return participants(callIn(room)).stream().map(Participant::user).toList();
    }

    /** The rooms in whose calls both the sending device and the user take part. */
    List<Long> shared(Device sender, long user) {
        List<Long> shared = new ArrayList<>(1);
        for (long room : sender.rooms()) {
            if (partner(callIn(room), sender, user) != null) {
                shared.add(room);
            }
        }
        return shared;
    }

    /**
     * Has something said to a user's device in the call of the room in turn with the call's events: so nothing reaches a device after it was
     * told that it is out, and nobody is refused for an event it was not told of.
     *
     * @param toPartner is given the device of the user that takes part there, or null where the two do not share that call
     */
    void inTurn(long room, Device sender, long user, Consumer<@Nullable Device> toPartner) {
        synchronized (lockOf(room)) {
            toPartner.accept(partner(callIn(room), sender, user));
        }
    }

    /** Has something said of who is in the room's call, in turn with the call's events; nobody where there is none. */
    void inTurn(long room, Consumer<List<Long>> ofUsers) {
        synchronized (lockOf(room)) {
            ofUsers.accept(usersIn(room));
        }
    }

    private static @Nullable Device partner(@Nullable Call call, Device sender, long user) {
        if (call == null || user == sender.user() || !call.has(sender)) {
            return null;
        }
        Participant partner = call.participant(user);
        return partner == null ? null : partner.device();
    }

    private Object lockOf(long room) {
        return locks.get(Long.hashCode(room) & (LOCKS - 1));
    }
}
