package onechat.gateway.signaling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import onechat.gateway.signaling.Call.Participant;
import onechat.gateway.signaling.Call.Ring;
import onechat.gateway.signaling.Outcome.Owed;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * Says what each event makes of a call, and who is told (contract sections 5.1 to 5.3). Pure: from a value and an event to the next
 * value and the messages owed.
 *
 * @param maxParticipants one more is refused
 * @param ringTimeout how long a callee is rung
 */
public record CallRules(int maxParticipants, Duration ringTimeout) {
    public CallRules {
        if (maxParticipants < 1 || ringTimeout.isNegative() || ringTimeout.isZero()) {
            throw new IllegalArgumentException("a call has room for a participant, and a ring takes time");
        }
    }

    Outcome apply(long room, @Nullable Call call, CallEvent event) {
        return switch (event) {
            case CallEvent.Create create -> {
                // Who is no longer to be rung can be rung anew, though nobody came by yet to end the ring.
                Outcome timely = ringTimeout(call, create.nowNanos());
                yield create(room, timely.next(), create).after(timely);
            }
            case CallEvent.Join join -> join(call, join);
            case CallEvent.Leave leave -> leave(call, leave);
            case CallEvent.Arrival arrival -> arrival(call, arrival);
            case CallEvent.Departure gone -> departure(call, gone);
            case CallEvent.RingTimeout timeout -> ringTimeout(call, timeout.nowNanos());
        };
    }

    private Outcome create(long room, @Nullable Call call, CallEvent.Create create) {
        Device sender = create.sender();
        if (call != null && isFullFor(sender, call)) {
            return refused(call, sender, ErrorCode.NOT_ALLOWED, "the call is full", Cmd.CREATE, create.ack());
        }
        List<Owed> owed = new ArrayList<>();
        Call joined = call == null
                ? new Call(room, List.of(new Participant(sender)), List.of())
                : enter(call, sender, create.ack(), create.online(), owed);
        Call next = ringTheRest(joined, create, owed);
        // The ack comes first, so that nobody's answer to the ring overtakes it.
        acked(sender, Cmd.CREATE, create.ack(), creation(next, create)).ifPresent(ack -> owed.add(0, ack));
        return new Outcome(next, owed);
    }

    private Call ringTheRest(Call call, CallEvent.Create create, List<Owed> owed) {
        Call next = call;
        RingCause cause = new RingCause(create.sender().user(), create.ack());
        long deadline = create.nowNanos() + ringTimeout.toNanos();
        for (long member : new TreeSet<>(create.members())) {
            if (call.participant(member) == null && call.ring(member) == null) {
                Ring ring = new Ring(member, cause, deadline, create.online().devicesOf(member));
                next = next.withRing(ring);
                owed.add(new Owed(ring.devices(), created(call.room(), ring, create.nowNanos())));
            }
        }
        return next;
    }

    private static Message.OfCreate creation(Call call, CallEvent.Create create) {
        Device sender = create.sender();
        List<Long> ringing = new ArrayList<>();
        List<Long> offline = new ArrayList<>();
        for (Ring ring : call.rings()) {
            (create.online().devicesOf(ring.callee()).isEmpty() ? offline : ringing).add(ring.callee());
        }
        return new Message.OfCreate(
                call.room(), call.usersWithout(sender.user()), ringing, offline, create.iceServers());
    }

    private Outcome join(@Nullable Call call, CallEvent.Join join) {
        Device sender = join.sender();
        if (call == null) {
            return refused(null, sender, ErrorCode.NOT_FOUND, "no call in this room", Cmd.JOIN, join.ack());
        }
        if (isFullFor(sender, call)) {
            return refused(call, sender, ErrorCode.NOT_ALLOWED, "the call is full", Cmd.JOIN, join.ack());
        }
        List<Owed> owed = new ArrayList<>();
        Call next = enter(call, sender, join.ack(), join.online(), owed);
        Message.OfJoin additions = new Message.OfJoin(next.room(), next.usersWithout(sender.user()), join.iceServers());
        // The ack comes first, so that no offer to the newcomer overtakes it.
        acked(sender, Cmd.JOIN, join.ack(), additions).ifPresent(ack -> owed.add(0, ack));
        return new Outcome(next, owed);
    }

    private boolean isFullFor(Device sender, Call call) {
        return call.participant(sender.user()) == null && call.participants().size() >= maxParticipants;
    }

    /** Lets a device take part: for the first time, instead of another device of its user, or once more, which changes nothing. */
    private static Call enter(Call call, Device sender, @Nullable Ack ack, Online online, List<Owed> owed) {
        if (call.has(sender)) {
            return call;
        }
        Participant moved = call.participant(sender.user());
        Call others = moved == null ? call : call.withoutParticipant(moved.device());
        if (moved != null) {
            List<Device> told = devicesOf(call);
            owed.add(new Owed(told, new Message.Left(sender.user(), call.room(), LeaveReason.MOVED, ack)));
        }
        List<Device> told = devicesOf(others);
        for (Device own : online.devicesOf(sender.user())) {
            if (own != sender && (moved == null || own != moved.device())) {
                told.add(own);
            }
        }
        owed.add(new Owed(told, new Message.Joined(sender.user(), call.room(), ack)));
        Call entered = others == null
                ? new Call(call.room(), List.of(new Participant(sender)), call.rings())
                : others.withParticipant(sender);
        return entered.withoutRing(sender.user());
    }

    private static Outcome leave(@Nullable Call call, CallEvent.Leave leave) {
        Device sender = leave.sender();
        if (call != null && call.has(sender)) {
            Outcome without = without(call, sender, LeaveReason.LEFT, leave.ack());
            return acknowledging(without, sender, leave.ack());
        }
        Ring ring = call == null ? null : call.ring(sender.user());
        if (call == null || ring == null) {
            String msg = "you are not in a call in this room, nor rung";
            return refused(call, sender, ErrorCode.NOT_FOUND, msg, Cmd.LEAVE, leave.ack());
        }
        LeaveReason reason = leave.busy() ? LeaveReason.BUSY : LeaveReason.DECLINED;
        List<Device> told = devicesOf(call);
        ring.devices().stream().filter(device -> device != sender).forEach(told::add);
        Message declined = new Message.Left(sender.user(), call.room(), reason, leave.ack());
        Outcome without = new Outcome(call.withoutRing(sender.user()), List.of(new Owed(told, declined)));
        return acknowledging(without, sender, leave.ack());
    }

    private static Outcome departure(@Nullable Call call, CallEvent.Departure gone) {
        return call == null || !call.has(gone.device())
                ? new Outcome(call, List.of())
                : without(call, gone.device(), gone.reason(), gone.ack());
    }

    /** A participant is out: the others are told or, where it was the last, everyone who is still rung. */
    private static Outcome without(Call call, Device device, LeaveReason reason, @Nullable Ack ack) {
        Call rest = call.withoutParticipant(device);
        if (rest != null) {
            Message left = new Message.Left(device.user(), call.room(), reason, ack);
            return new Outcome(rest, List.of(new Owed(devicesOf(rest), left)));
        }
        Message ended = new Message.Left(device.user(), call.room(), LeaveReason.ENDED, ack);
        List<Device> rung =
                call.rings().stream().flatMap(ring -> ring.devices().stream()).toList();
        return new Outcome(null, List.of(new Owed(rung, ended)));
    }

    private static Outcome arrival(@Nullable Call call, CallEvent.Arrival arrival) {
        Device device = arrival.device();
        Ring ring = call == null ? null : call.ring(device.user());
        if (call == null || ring == null || ring.devices().contains(device) || isOver(ring, arrival.nowNanos())) {
            return new Outcome(call, List.of());
        }
        Message created = created(call.room(), ring, arrival.nowNanos());
        return new Outcome(call.withRing(ring.with(device)), List.of(new Owed(List.of(device), created)));
    }

    private static Outcome ringTimeout(@Nullable Call call, long nowNanos) {
        if (call == null) {
            return new Outcome(null, List.of());
        }
        Call next = call;
        List<Owed> owed = new ArrayList<>();
        for (Ring ring : call.rings()) {
            if (isOver(ring, nowNanos)) {
                next = next.withoutRing(ring.callee());
                List<Device> told = devicesOf(call);
                told.addAll(ring.devices());
                owed.add(new Owed(told, new Message.Left(ring.callee(), call.room(), LeaveReason.TIMEOUT, null)));
            }
        }
        return new Outcome(next, owed);
    }

    private static boolean isOver(Ring ring, long nowNanos) {
        return ring.deadlineNanos() - nowNanos <= 0;
    }

    private static Message.Created created(long room, Ring ring, long nowNanos) {
        long left = TimeUnit.NANOSECONDS.toMillis(ring.deadlineNanos() - nowNanos);
        RingCause create = ring.create();
        return new Message.Created(create.caller(), room, create.ack(), Math.max(1, Math.ceilDiv(left, 1_000L)));
    }

    private static Outcome acknowledging(Outcome outcome, Device sender, @Nullable Ack ack) {
        List<Owed> owed = new ArrayList<>(outcome.owed());
        acked(sender, Cmd.LEAVE, ack, Message.Plain.INSTANCE).ifPresent(owed::add);
        return new Outcome(outcome.next(), owed);
    }

    private static Optional<Owed> acked(Device sender, Cmd action, @Nullable Ack ack, Message.Additions additions) {
        return Optional.ofNullable(ack)
                .map(known -> new Owed(List.of(sender), new Message.Acked(action, known, additions)));
    }

    private static Outcome refused(
            @Nullable Call call, Device sender, ErrorCode code, String msg, Cmd action, @Nullable Ack ack) {
        Message refused = new Message.Refused(code, msg, action.wireName(), ack);
        return new Outcome(call, List.of(new Owed(List.of(sender), refused)));
    }

    private static List<Device> devicesOf(@Nullable Call call) {
        List<Device> devices = new ArrayList<>();
        if (call != null) {
            call.participants().forEach(participant -> devices.add(participant.device()));
        }
        return devices;
    }
}
