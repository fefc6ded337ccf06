package onechat.gateway.signaling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onechat.protocol.Ack;
import onechat.protocol.LeaveReason;
import org.jspecify.annotations.Nullable;

/** The rules at work on one room of four members: events go in, and what is owed comes out. Confined to the test's thread. */
final class RuledRoom {
    static final long ROOM = 7;
    static final long ALICE = 1;
    static final long BOB = 2;
    static final long CAROL = 3;
    static final long DAVE = 4;
    static final Ack ACK = Ack.of("a1");

    private static final Set<Long> MEMBERS = Set.of(ALICE, BOB, CAROL, DAVE);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final CallRules rules;
    private final Map<Long, List<Device>> online = new HashMap<>();
    /** So near the end of the clock's numbers that every ring's time passes it. */
    private long nowNanos = Long.MAX_VALUE - 5 * SECOND;

    private @Nullable Call call;

    RuledRoom() {
        this(16);
    }

    RuledRoom(int maxParticipants) {
        rules = new CallRules(maxParticipants, Duration.ofSeconds(60));
    }

    /** A device that logs in while nobody rings its user. */
    Device online(long user, String name) {
        Device device = new Device(user, name, new SilentInbox());
        online.computeIfAbsent(user, nobody -> new ArrayList<>()).add(device);
        return device;
    }

    void offline(Device device) {
        List<Device> devices = new ArrayList<>(devicesOf(device.user()));
        devices.remove(device);
        online.put(device.user(), devices);
    }

    private List<Device> devicesOf(long user) {
        return List.copyOf(online.getOrDefault(user, List.of()));
    }

    void pass(Duration time) {
        nowNanos += time.toNanos();
    }

    List<Told> create(Device sender, @Nullable Ack ack) {
        return apply(new CallEvent.Create(sender, ack, MEMBERS, this::devicesOf, List.of(), nowNanos));
    }

    List<Told> join(Device sender, @Nullable Ack ack) {
        return apply(new CallEvent.Join(sender, ack, this::devicesOf, List.of()));
    }

    List<Told> leave(Device sender, @Nullable Ack ack) {
        return apply(new CallEvent.Leave(sender, false, ack));
    }

    List<Told> leaveBusy(Device sender, @Nullable Ack ack) {
        return apply(new CallEvent.Leave(sender, true, ack));
    }

    List<Told> arrive(Device device) {
        return apply(new CallEvent.Arrival(device, nowNanos));
    }

    List<Told> depart(Device device, LeaveReason reason, @Nullable Ack ack) {
        offline(device);
        return apply(new CallEvent.Departure(device, reason, ack));
    }

    List<Told> timeOut() {
        return apply(new CallEvent.RingTimeout(nowNanos));
    }

    private List<Told> apply(CallEvent event) {
        Outcome outcome = rules.apply(ROOM, call, event);
        call = outcome.next();
        return Told.in(outcome.owed());
    }

    /** Those who take part, in the order they came; empty where there is no call. */
    List<Device> participants() {
        return call == null
                ? List.of()
                : call.participants().stream().map(Call.Participant::device).toList();
    }

    /** Those who are rung, in no order that matters. */
    List<Long> rung() {
        return call == null
                ? List.of()
                : call.rings().stream().map(Call.Ring::callee).sorted().toList();
    }
}
