package onechat.gateway.signaling;

import static onechat.gateway.signaling.RuledRoom.ACK;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static onechat.gateway.signaling.RuledRoom.DAVE;
import static onechat.gateway.signaling.RuledRoom.ROOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is told of whom before anybody calls (contract section 5, addition). */
class PresenceTest {
    private final Devices devices = new Devices(16);
    private final Calls calls = new Calls(new CallRules(16, Duration.ofSeconds(60)), CallObserver.NONE);
    private final Map<Long, String> names = new HashMap<>();
    private final MessageLog log = new MessageLog();
    private Set<Long> members = Set.of(ALICE, BOB, CAROL, DAVE);
    private boolean directoryIsDown;

    private final RoomMembers directory = new RoomMembers() {
        @Override
        public Set<Long> membersOf(long room) throws DirectoryUnavailableException {
            if (directoryIsDown) {
                throw new DirectoryUnavailableException("down", new IOException("refused"));
            }
            return room == ROOM ? members : Set.of();
        }

        @Override
        public Named namedMembersOf(long room) throws DirectoryUnavailableException {
            return new Named(membersOf(room), names);
        }
    };

    private final Signaling signaling = new Signaling(devices, directory, calls, user -> List.of(), () -> 0);
    private final Device alice = online(ALICE);

    private Device online(long user) {
        Device device = new Device(user, "phone", new SilentInbox());
        devices.admit(device, () -> {});
        return device;
    }

    private List<Message> asks(Device device, long room, @Nullable Ack ack) {
        log.takeAll();
        signaling.carryOut(device, new Command.Presence(room, ack), log);
        assertThat(log.all()).allMatch(told -> told.to() == device);
        return log.to(device);
    }

    private Message.OfPresence toldTo(Device device) {
        Message.Acked acked = (Message.Acked) asks(device, ROOM, ACK).getFirst();
        assertThat(acked.action()).isEqualTo(Cmd.PRESENCE);
        assertThat(acked.ack()).isEqualTo(ACK);
        return (Message.OfPresence) acked.additions();
    }

    private static Message.OfPresence of(List<Long> members, List<Long> online, List<Long> offline) {
        return new Message.OfPresence(ROOM, members, online, offline, Map.of());
    }

    private void assertRefused(Device device, long room, ErrorCode code) {
        asks(device, room, ACK);
        assertThat(log.all()).containsExactly(Told.refused(device, Cmd.PRESENCE, code, ACK));
    }

    @Test
    void aMemberIsInTheCallOrOnlineOrOffline() {
        assertThat(toldTo(alice)).isEqualTo(of(List.of(), List.of(), List.of(BOB, CAROL, DAVE)));
        Device bob = online(BOB);
        Device carol = online(CAROL);
        assertThat(toldTo(alice)).isEqualTo(of(List.of(), List.of(BOB, CAROL), List.of(DAVE)));

        signaling.carryOut(bob, new Command.Create(ROOM, null), log);

        assertThat(toldTo(alice)).isEqualTo(of(List.of(BOB), List.of(CAROL), List.of(DAVE)));
        assertThat(toldTo(bob)).isEqualTo(of(List.of(), List.of(ALICE, CAROL), List.of(DAVE)));
        signaling.departed(bob, LeaveReason.LEFT, null, log);
        devices.remove(bob);
        assertThat(toldTo(carol)).isEqualTo(of(List.of(), List.of(ALICE), List.of(BOB, DAVE)));
    }

    @Test
    void askingChangesNothingAndNeedsNoCall() {
        toldTo(alice);

        assertThat(calls.underWay()).isZero();
        assertThat(alice.rooms()).isEmpty();
        assertThat(asks(alice, ROOM, null)).isEmpty();
    }

    @Test
    void anotherDeviceOfTheAskersIsInNoListEither() {
        Device tablet = new Device(ALICE, "tablet", new SilentInbox());
        devices.admit(tablet, () -> {});
        signaling.carryOut(tablet, new Command.Create(ROOM, null), log);

        assertThat(toldTo(alice)).isEqualTo(of(List.of(), List.of(), List.of(BOB, CAROL, DAVE)));
    }

    @Test
    void whoIsInTheCallWithoutBeingAMemberAnyLongerIsInItStill() {
        Device bob = online(BOB);
        signaling.carryOut(bob, new Command.Create(ROOM, null), log);
        members = Set.of(ALICE, DAVE);
        names.put(BOB, "bob");

        assertThat(toldTo(alice)).isEqualTo(of(List.of(BOB), List.of(), List.of(DAVE)));
    }

    @Test
    void aPresenceIsRefusedForTheRoomThenForTheMember() {
        members = Set.of(BOB);
        assertRefused(alice, 99, ErrorCode.NOT_FOUND);
        assertRefused(alice, ROOM, ErrorCode.NOT_ALLOWED);
        directoryIsDown = true;
        assertRefused(alice, ROOM, ErrorCode.UNAVAILABLE);
        signaling.carryOut(alice, new Command.Join(99, ACK), log);
        assertThat(log.to(alice)).hasSize(2);
    }

    @Test
    void itsRefusalsSayWhatThoseOfAJoinSay() {
        members = Set.of(BOB);
        for (long room : new long[] {99, ROOM}) {
            signaling.carryOut(alice, new Command.Join(room, ACK), log);
        }
        List<String> ofJoins = texts();
        log.takeAll();
        for (long room : new long[] {99, ROOM}) {
            signaling.carryOut(alice, new Command.Presence(room, ACK), log);
        }
        assertThat(texts()).isEqualTo(ofJoins).hasSize(2);
    }

    private List<String> texts() {
        return log.to(alice).stream()
                .map(told -> ((Message.Refused) told).msg())
                .toList();
    }

    @Test
    void namesAreThoseOfMembersTheAskerIncludedAndOfNobodyElse() {
        names.putAll(Map.of(ALICE, "alice", BOB, "<img src=x onerror=alert(1)>", DAVE, "", 99L, "eve"));

        assertThat(toldTo(alice).names())
                .isEqualTo(Map.of(ALICE, "alice", BOB, "<img src=x onerror=alert(1)>", DAVE, ""));
    }

    @Test
    void ofTooManyNamesThoseAreToldOfWhomAreHere() {
        members = LongStream.rangeClosed(1, 1_000).boxed().collect(Collectors.toSet());
        members.forEach(user -> names.put(user, "n".repeat(200)));
        Device last = online(1_000);
        online(500);
        signaling.carryOut(last, new Command.Create(ROOM, null), log);

        Message.OfPresence told = toldTo(alice);

        assertThat(told.offline()).hasSize(997);
        assertThat(told.names()).hasSize(Presence.MAX_NAMES_UNITS / 200);
        assertThat(told.names().keySet()).startsWith(ALICE, 1_000L, 500L, BOB);
    }

    /** Otherwise it would say that bob is not in the call after the asker was told that he is. */
    @Test
    void itIsToldInTurnWithTheCallsEvents() throws InterruptedException {
        Device bob = online(BOB);
        signaling.carryOut(alice, new Command.Create(ROOM, null), log);
        log.takeAll();
        Gate gate = new Gate();
        Thread joining = Thread.ofPlatform().daemon().start(() -> {
            signaling.carryOut(bob, new Command.Join(ROOM, null), (to, message) -> {
                gate.pass();
                log.deliver(to, message);
            });
        });
        gate.awaitReached();
        Thread asking = Thread.ofPlatform()
                .daemon()
                .start(() -> signaling.carryOut(alice, new Command.Presence(ROOM, ACK), log));
        await().until(() -> asking.getState() == Thread.State.BLOCKED);
        gate.open();
        joining.join();
        asking.join();

        assertThat(log.to(alice))
                .containsExactly(
                        new Message.Joined(BOB, ROOM, null),
                        new Message.Acked(Cmd.PRESENCE, ACK, of(List.of(BOB), List.of(), List.of(CAROL, DAVE))));
    }

    @Test
    void noTextFormHoldsAName() {
        names.put(BOB, "bob");
        RoomMembers.Named named = new RoomMembers.Named(members, names);

        assertThat(named.toString()).doesNotContain("bob");
        assertThat(new Presence(ROOM, named, ALICE).toString()).doesNotContain("bob");
    }
}
