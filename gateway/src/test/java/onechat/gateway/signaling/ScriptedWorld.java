package onechat.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/** Two rooms, four users and their six devices, that go through a script of events beside the model. Confined to the test's thread. */
final class ScriptedWorld {
    static final List<Long> USER_OF_SLOT = List.of(1L, 1L, 2L, 2L, 3L, 4L);
    private static final Map<Long, Set<Long>> MEMBERS = Map.of(1L, Set.of(1L, 2L, 3L, 4L), 2L, Set.of(1L, 2L, 3L));
    private static final int MAX_PARTICIPANTS = 3;
    private static final Duration RING = Duration.ofSeconds(60);

    private final Devices devices = new Devices(2);
    private final Calls calls = new Calls(new CallRules(MAX_PARTICIPANTS, RING), CallObserver.NONE);
    private final MessageLog log = new MessageLog();
    private final Map<Integer, Device> online = new TreeMap<>();
    private final Map<Long, ModelCall> model = new TreeMap<>();
    private final Map<Device, Map<Long, DeviceView>> views = new HashMap<>();
    private long nowNanos;
    private int commands;
    private final Signaling signaling = new Signaling(
            devices, room -> MEMBERS.getOrDefault(room, Set.of()), calls, user -> List.of(), () -> nowNanos);

    ScriptedWorld() {
        MEMBERS.keySet().forEach(room -> model.put(room, new ModelCall(MAX_PARTICIPANTS, RING.toNanos())));
    }

    private ModelCall callIn(long room) {
        return Objects.requireNonNull(model.get(room));
    }

    private DeviceView viewOf(Device device, long room) {
        return Objects.requireNonNull(Objects.requireNonNull(views.get(device)).get(room));
    }

    void run(ScriptStep step) {
        switch (step) {
            case ScriptStep.Login login -> login(login.slot());
            case ScriptStep.Gone gone -> gone(gone.slot(), gone.logout());
            case ScriptStep.Create create ->
                command(create.slot(), new Command.Create(create.room(), ack(create.acked())));
            case ScriptStep.Join join -> command(join.slot(), new Command.Join(join.room(), ack(join.acked())));
            case ScriptStep.Leave leave ->
                command(leave.slot(), new Command.Leave(leave.room(), leave.busy(), ack(leave.acked())));
            case ScriptStep.Presence presence ->
                command(presence.slot(), new Command.Presence(presence.room(), ack(presence.acked())));
            case ScriptStep.Wait time -> pass(time.seconds(), time.swept());
        }
        new WorldCheck(calls, model, views, nowNanos).check();
    }

    /** Everybody goes, and time passes: the end of every script. */
    void end() {
        pass(60, true);
        new WorldCheck(calls, model, views, nowNanos).check();
        assertThat(views.values())
                .allSatisfy(rooms -> assertThat(rooms.values()).noneMatch(DeviceView::isRinging));
        for (int slot = 0; slot < USER_OF_SLOT.size(); slot++) {
            gone(slot, false);
        }
        assertThat(calls.underWay()).isZero();
        assertThat(calls.ringTimers()).isZero();
    }

    private @Nullable Ack ack(boolean acked) {
        return acked ? Ack.of(++commands) : null;
    }

    private void login(int slot) {
        if (!online.containsKey(slot)) {
            Device device = new Device(USER_OF_SLOT.get(slot), "slot" + slot, new SilentInbox());
            online.put(slot, device);
            Map<Long, DeviceView> rooms = new HashMap<>();
            MEMBERS.keySet().forEach(room -> rooms.put(room, new DeviceView(device.user())));
            views.put(device, rooms);
            assertThat(devices.admit(device, () -> {})).isInstanceOf(Devices.Admitted.class);
            signaling.arrived(device, MEMBERS.keySet(), log);
            take();
        }
    }

    private void gone(int slot, boolean logout) {
        Device device = online.remove(slot);
        if (device != null) {
            signaling.departed(device, logout ? LeaveReason.LEFT : LeaveReason.DISCONNECTED, null, log);
            devices.remove(device);
            model.values().forEach(call -> call.gone(device));
            take();
            views.remove(device);
            assertThat(device.rooms()).isEmpty();
        }
    }

    private void command(int slot, Command.ToRoom command) {
        Device sender = online.get(slot);
        if (sender == null) {
            return;
        }
        ModelCall call = callIn(command.room());
        Set<Long> members = MEMBERS.getOrDefault(command.room(), Set.of());
        boolean member = members.contains(sender.user());
        boolean carriedOut =
                switch (command) {
                    case Command.Create create -> member && call.create(sender, members, nowNanos);
                    case Command.Join join -> member && call.join(sender);
                    case Command.Leave leave -> call.leave(sender);
                    case Command.Presence presence -> member;
                };
        signaling.carryOut(sender, command, log);
        List<Message> replies = take().getOrDefault(sender, List.of());
        assertThat(replies.stream().filter(Message.Refused.class::isInstance)).hasSize(carriedOut ? 0 : 1);
        assertThat(replies.stream().filter(Message.Acked.class::isInstance))
                .hasSize(carriedOut && command.ack() != null ? 1 : 0);
        if (carriedOut && command instanceof Command.Presence) {
            checkPresence(sender, members, call, replies);
        } else if (carriedOut) {
            noteOwn(sender, command, call);
        }
    }

    private void checkPresence(Device sender, Set<Long> members, ModelCall call, List<Message> replies) {
        for (Message reply : replies) {
            assertThat(reply).isInstanceOfSatisfying(Message.Acked.class, acked -> {
                Message.OfPresence told = (Message.OfPresence) acked.additions();
                assertThat(told.members()).hasSameElementsAs(others(call.users(), sender));
                assertThat(told.online()).allMatch(this::isOnline).noneMatch(call.users()::contains);
                assertThat(told.offline()).noneMatch(this::isOnline).noneMatch(call.users()::contains);
                List<Long> all = new ArrayList<>(told.members());
                all.addAll(told.online());
                all.addAll(told.offline());
                assertThat(all).containsExactlyInAnyOrderElementsOf(others(members, sender));
            });
        }
    }

    private boolean isOnline(long user) {
        return online.values().stream().anyMatch(device -> device.user() == user);
    }

    private static List<Long> others(Collection<Long> users, Device sender) {
        return users.stream().filter(user -> user != sender.user()).toList();
    }

    /** What an ack does not tell: that of a leave names no room, and without an ack a client has to trust the server. */
    private void noteOwn(Device sender, Command.ToRoom command, ModelCall call) {
        DeviceView view = viewOf(sender, command.room());
        if (command instanceof Command.Leave) {
            view.wentOut();
        } else if (command.ack() == null) {
            view.entered(others(call.users(), sender));
        }
    }

    private void pass(int seconds, boolean swept) {
        nowNanos += Duration.ofSeconds(seconds).toNanos();
        if (swept) {
            calls.endRings(nowNanos, log);
            model.values().forEach(call -> call.timeOut(nowNanos));
            take();
        }
    }

    /** Lets every client take in what it was told, and returns that. */
    private Map<Device, List<Message>> take() {
        Map<Device, List<Message>> taken = new HashMap<>();
        for (Told told : log.takeAll()) {
            taken.computeIfAbsent(told.to(), nothing -> new ArrayList<>()).add(told.message());
            if (online.containsValue(told.to())) {
                takeIn(told.to(), told.message());
            }
        }
        return taken;
    }

    private void takeIn(Device device, Message message) {
        switch (message) {
            case Message.Created created -> {
                long left = callIn(created.to()).deadlines().getOrDefault(device.user(), nowNanos) - nowNanos;
                assertThat(Duration.ofNanos(left)).isBetween(Duration.ofNanos(1), RING);
                assertThat(created.expiresInSeconds())
                        .isEqualTo(Duration.ofNanos(left).toSeconds());
                viewOf(device, created.to()).rung(created);
            }
            case Message.Joined joined -> viewOf(device, joined.to()).joined(joined);
            case Message.Left left -> viewOf(device, left.to()).left(left);
            case Message.Acked acked -> acked(device, acked.additions());
            case Message.Refused refused -> assertThat(refused.action()).isNotNull();
            case Message.Relayed relayed -> throw new AssertionError("nobody relays here");
        }
    }

    private void acked(Device device, Message.Additions additions) {
        if (additions instanceof Message.OfCreate created) {
            viewOf(device, created.to()).entered(created.members());
            assertThat(created.ringing())
                    .allMatch(user -> !devices.devicesOf(user).isEmpty());
            assertThat(created.offline())
                    .allMatch(user -> devices.devicesOf(user).isEmpty());
            List<Long> rung = new ArrayList<>(created.ringing());
            rung.addAll(created.offline());
            assertThat(rung)
                    .containsExactlyInAnyOrderElementsOf(
                            callIn(created.to()).deadlines().keySet());
        } else if (additions instanceof Message.OfJoin joined) {
            viewOf(device, joined.to()).entered(joined.members());
        }
    }
}
