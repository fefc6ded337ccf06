package onechat.gateway.signaling;

import static onechat.gateway.signaling.RuledRoom.ACK;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static onechat.gateway.signaling.RuledRoom.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import org.junit.jupiter.api.Test;

/** What a logged-in device's commands come to, with a directory behind them (contract section 5). */
class SignalingTest {
    private final Map<Long, Set<Long>> rooms = new HashMap<>(Map.of(ROOM, Set.of(ALICE, BOB)));
    private final Devices devices = new Devices(16);
    private final Calls calls = new Calls(new CallRules(1, Duration.ofSeconds(60)), CallObserver.NONE);
    private final MessageLog log = new MessageLog();
    private boolean directoryIsDown;
    private long nowNanos;
    private final Signaling signaling =
            new Signaling(devices, this::membersOf, calls, user -> List.of(), () -> nowNanos);
    private final Device alice = online(ALICE);
    private final Device bob = online(BOB);
    private final Device carol = online(CAROL);

    private Set<Long> membersOf(long room) throws DirectoryUnavailableException {
        if (directoryIsDown) {
            throw new DirectoryUnavailableException("down", new IOException("refused"));
        }
        return rooms.getOrDefault(room, Set.of());
    }

    private Device online(long user) {
        Device device = new Device(user, "phone", new SilentInbox());
        devices.admit(device, () -> {});
        return device;
    }

    private List<Told> carryOut(Device sender, Command.ToRoom command) {
        log.takeAll();
        signaling.carryOut(sender, command, log);
        return log.all();
    }

    private void assertRefused(Device sender, Command.ToRoom command, ErrorCode code) {
        assertThat(carryOut(sender, command)).containsExactly(Told.refused(sender, command.cmd(), code, command.ack()));
    }

    @Test
    void aCreateIsRefusedForTheRoomThenForTheMemberThenForTheFullCall() {
        assertRefused(carol, new Command.Create(99, ACK), ErrorCode.NOT_FOUND);
        assertRefused(carol, new Command.Create(ROOM, ACK), ErrorCode.NOT_ALLOWED);
        assertThat(calls.callIn(ROOM)).isNull();
        carryOut(alice, new Command.Create(ROOM, ACK));
        assertRefused(carol, new Command.Create(ROOM, null), ErrorCode.NOT_ALLOWED);
        assertRefused(bob, new Command.Create(ROOM, null), ErrorCode.NOT_ALLOWED);
    }

    @Test
    void aJoinIsRefusedForTheRoomThenForTheMemberThenForTheCallThenForThoseInIt() {
        assertRefused(carol, new Command.Join(99, ACK), ErrorCode.NOT_FOUND);
        assertRefused(carol, new Command.Join(ROOM, ACK), ErrorCode.NOT_ALLOWED);
        assertRefused(bob, new Command.Join(ROOM, ACK), ErrorCode.NOT_FOUND);
        carryOut(alice, new Command.Create(ROOM, ACK));
        assertRefused(carol, new Command.Join(ROOM, null), ErrorCode.NOT_ALLOWED);
        assertRefused(bob, new Command.Join(ROOM, null), ErrorCode.NOT_ALLOWED);
    }

    @Test
    void whoIsNoLongerAMemberCanStillLeaveItsCallButNotJoinAgain() {
        carryOut(alice, new Command.Create(ROOM, ACK));
        rooms.put(ROOM, Set.of(BOB));
        assertRefused(alice, new Command.Join(ROOM, ACK), ErrorCode.NOT_ALLOWED);

        assertThat(carryOut(alice, new Command.Leave(ROOM, false, ACK)))
                .containsExactly(Told.left(bob, ALICE, LeaveReason.ENDED, ACK), Told.leaveAcked(alice, ACK));
    }

    @Test
    void whileTheDirectoryIsDownNobodyCallsOrJoinsButWhoIsInACallLeavesIt() {
        carryOut(alice, new Command.Create(ROOM, ACK));
        directoryIsDown = true;

        assertRefused(bob, new Command.Create(ROOM, ACK), ErrorCode.UNAVAILABLE);
        assertRefused(bob, new Command.Join(ROOM, null), ErrorCode.UNAVAILABLE);
        assertThat(carryOut(bob, new Command.Leave(ROOM, true, null)))
                .containsExactly(Told.left(alice, BOB, LeaveReason.BUSY, null));
        assertThat(carryOut(alice, new Command.Leave(ROOM, false, ACK))).containsExactly(Told.leaveAcked(alice, ACK));
    }

    @Test
    void aRoomThatIsNotThereHasNothingToLeave() {
        assertRefused(bob, new Command.Leave(99, false, ACK), ErrorCode.NOT_FOUND);
    }

    @Test
    void aDeviceThatArrivesIsRungInEachOfItsRoomsWhereItsUserIsCalled() {
        rooms.put(ROOM + 1, Set.of(ALICE, BOB));
        rooms.put(ROOM + 2, Set.of(ALICE, BOB));
        carryOut(alice, new Command.Create(ROOM, ACK));
        carryOut(alice, new Command.Create(ROOM + 2, null));
        nowNanos = Duration.ofSeconds(10).toNanos();
        log.takeAll();

        Device bobsLaptop = new Device(BOB, "laptop", new SilentInbox());
        signaling.arrived(bobsLaptop, List.of(ROOM, ROOM + 1, ROOM + 2), log);

        Message second = new Message.Created(ALICE, ROOM + 2, null, 50);
        assertThat(log.all()).containsExactly(Told.rung(bobsLaptop, ALICE, ACK, 50), new Told(bobsLaptop, second));
    }

    @Test
    void aLogoutLeavesItsCallsWithTheAckOfTheLogout() {
        carryOut(alice, new Command.Create(ROOM, null));
        log.takeAll();

        signaling.departed(alice, LeaveReason.LEFT, ACK, log);

        assertThat(log.all()).containsExactly(Told.left(bob, ALICE, LeaveReason.ENDED, ACK));
    }
}
