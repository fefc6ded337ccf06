package onechat.gateway.signaling;

import static onechat.gateway.signaling.RuledRoom.ACK;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static onechat.gateway.signaling.RuledRoom.ROOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import onechat.protocol.Cmd;
import onechat.protocol.Command;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import org.junit.jupiter.api.Test;

/** In which order events happen, are seen and are told, when many threads bring them (contract section 5). */
class CallsTest {
    private static final Set<Long> MEMBERS = Set.of(ALICE, BOB, CAROL);

    private final Devices devices = new Devices(16);
    private final Calls calls = new Calls(new CallRules(16, Duration.ofSeconds(60)), CallObserver.NONE);
    private final MessageLog log = new MessageLog();
    private final Device alice = online(ALICE);
    private final Device bob = online(BOB);
    private final Device carol = online(CAROL);

    private Device online(long user) {
        Device device = new Device(user, "phone", new SilentInbox());
        devices.admit(device, () -> {});
        return device;
    }

    private CallEvent create(Device sender) {
        return new CallEvent.Create(sender, null, MEMBERS, devices, List.of(), 0);
    }

    private CallEvent join(Device sender) {
        return new CallEvent.Join(sender, null, devices, List.of());
    }

    private Signaling signaling(RoomMembers members) {
        return new Signaling(devices, members, calls, user -> List.of(), () -> 0);
    }

    private static Thread started(Runnable work) {
        return Thread.ofPlatform().daemon().start(work);
    }

    @Test
    void whoHearsOfANewcomerCanSendItAnOfferAtOnce() {
        Command.Relay offer = Payloads.relay("{\"cmd\":\"webrtc_send_offer\",\"to\":2,\"sdp\":\"s\",\"ack\":\"a1\"}");
        Signaling signaling = signaling(room -> MEMBERS);
        calls.apply(ROOM, create(alice), log);
        log.takeAll();

        calls.apply(ROOM, join(bob), (to, message) -> {
            log.deliver(to, message);
            if (to.contains(alice) && message.cmd() == Cmd.JOIN) {
                signaling.relay(alice, offer, log);
            }
        });

        assertThat(log.all())
                .extracting(told -> told.to().user() + " " + told.message().cmd())
                .containsExactly(ALICE + " JOIN", BOB + " OFFER", ALICE + " ACK");
    }

    @Test
    void whoHearsOfALeaveFindsNobodyThereAnyMore() {
        calls.apply(ROOM, create(alice), log);
        calls.apply(ROOM, join(bob), log);
        log.takeAll();

        calls.apply(ROOM, new CallEvent.Leave(bob, false, null), (to, message) -> {
            log.deliver(to, message);
            assertThat(calls.shared(alice, BOB)).isEmpty();
            assertThat(calls.usersIn(ROOM)).containsExactly(ALICE);
            assertThat(bob.rooms()).isEmpty();
        });

        assertThat(log.all()).containsExactly(Told.left(alice, BOB, LeaveReason.LEFT, null));
    }

    @Test
    void anEventWaitsUntilEverybodyWasToldOfTheOneBefore() throws Exception {
        calls.apply(ROOM, create(alice), log);
        log.takeAll();
        Gate gate = new Gate();
        Thread joining = started(() -> calls.apply(ROOM, join(bob), (to, message) -> {
            gate.pass();
            log.deliver(to, message);
        }));
        gate.awaitReached();

        Thread leaving = started(() -> calls.apply(ROOM, new CallEvent.Leave(alice, false, ACK), log));
        await().until(() -> leaving.getState() == Thread.State.BLOCKED);
        assertThat(log.all()).isEmpty();
        CompletableFuture.runAsync(() -> calls.apply(ROOM + 1, create(carol), (to, message) -> {}))
                .get(20, TimeUnit.SECONDS); // another room does not wait

        gate.open();
        joining.join();
        leaving.join();
        assertThat(log.all())
                .containsExactly(
                        Told.joined(alice, BOB, null),
                        Told.left(bob, ALICE, LeaveReason.LEFT, ACK),
                        Told.leaveAcked(alice, ACK));
    }

    @Test
    void aDeviceThatIsLostWhileItsCreateWaitsForTheDirectoryNeverBecomesAGhost() throws Exception {
        Gate directory = new Gate();
        Signaling signaling = signaling(room -> {
            directory.pass();
            return MEMBERS;
        });
        Thread creating = started(() -> signaling.carryOut(alice, new Command.Create(ROOM, ACK), log));
        directory.awaitReached();
        devices.remove(alice);
        signaling.departed(alice, LeaveReason.DISCONNECTED, null, log);

        directory.open();
        creating.join();
        assertThat(calls.callIn(ROOM)).isNull();
        assertThat(log.all()).isEmpty();
        assertThat(alice.rooms()).isEmpty();
        assertThat(calls.ringTimers()).isZero();
    }

    @Test
    void aDeviceThatIsLostWhileItsJoinWaitsForItsTurnChangesNothing() throws Exception {
        Gate gate = new Gate();
        Thread creating = started(() -> calls.apply(ROOM, create(alice), (to, message) -> gate.pass()));
        gate.awaitReached();
        Thread joining = started(() -> calls.apply(ROOM, join(bob), log));
        await().until(() -> joining.getState() == Thread.State.BLOCKED);
        Thread departing = started(() -> signaling(room -> MEMBERS).departed(bob, LeaveReason.DISCONNECTED, null, log));
        departing.join(); // it takes part in nothing, so it has nothing to wait for

        gate.open();
        creating.join();
        joining.join();
        assertThat(calls.usersIn(ROOM)).containsExactly(ALICE);
        assertThat(log.all()).isEmpty();
        assertThat(calls.callIn(ROOM)).extracting(call -> call.ring(BOB)).isNotNull();
    }

    @Test
    void aLostDeviceIsOutOfEveryCallItTookPartIn() {
        calls.apply(1, create(alice), log);
        calls.apply(2, create(alice), log);
        calls.apply(2, join(bob), log);
        assertThat(alice.rooms()).containsExactly(1, 2);

        signaling(room -> MEMBERS).departed(alice, LeaveReason.DISCONNECTED, null, log);

        assertThat(alice.rooms()).isEmpty();
        assertThat(calls.callIn(1)).isNull();
        assertThat(calls.usersIn(2)).containsExactly(BOB);
        assertThat(log.to(bob))
                .contains(
                        new Message.Left(ALICE, 1, LeaveReason.ENDED, null),
                        new Message.Left(ALICE, 2, LeaveReason.DISCONNECTED, null));
    }

    @Test
    void whenEverythingIsOverNothingIsKept() {
        for (long room = 1; room <= 300; room++) {
            calls.apply(room, create(alice), log);
            calls.apply(room, join(bob), log);
        }
        assertThat(calls.underWay()).isEqualTo(300);
        assertThat(calls.ringTimers()).isEqualTo(300);

        for (long room = 1; room <= 300; room++) {
            calls.apply(room, new CallEvent.Leave(alice, false, null), log);
            calls.apply(room, new CallEvent.Leave(bob, false, null), log);
        }
        assertThat(calls.underWay()).isZero();
        assertThat(calls.ringTimers()).isZero();
        assertThat(List.of(alice.rooms(), bob.rooms()))
                .allSatisfy(rooms -> assertThat(rooms).isEmpty());
    }
}
