package onechat.gateway.signaling;

import static onechat.gateway.signaling.RuledRoom.ACK;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static onechat.gateway.signaling.RuledRoom.DAVE;
import static onechat.gateway.signaling.Told.createAcked;
import static onechat.gateway.signaling.Told.joinAcked;
import static onechat.gateway.signaling.Told.joined;
import static onechat.gateway.signaling.Told.left;
import static onechat.gateway.signaling.Told.refused;
import static onechat.protocol.LeaveReason.MOVED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

/** Who gets into a call, and who hears of it (contract section 5.2). */
class JoinRulesTest {
    private static final Ack JOIN = Ack.of(2);

    private final RuledRoom room = new RuledRoom();
    private final Device alice = room.online(ALICE, "phone");
    private final Device bob = room.online(BOB, "phone");

    @Test
    void everyParticipantIsToldOfANewcomer() {
        Device carol = room.online(CAROL, "phone");
        room.create(alice, ACK);
        room.join(carol, null);

        assertThat(room.join(bob, JOIN))
                .containsExactly(
                        joinAcked(bob, JOIN, ALICE, CAROL), joined(alice, BOB, JOIN), joined(carol, BOB, JOIN));
        assertThat(room.participants()).containsExactly(alice, carol, bob);
    }

    @Test
    void aJoinWithoutAnAckIsToldWithoutOneAndGetsNone() {
        room.create(alice, ACK);

        assertThat(room.join(bob, null)).containsExactly(joined(alice, BOB, null));
    }

    @Test
    void whoJoinsIsNoLongerRungAndItsOtherDevicesHearThatTheCallWasTakenElsewhere() {
        Device bobsLaptop = room.online(BOB, "laptop");
        room.create(alice, ACK);
        Device bobsTablet = room.online(BOB, "tablet");
        room.arrive(bobsTablet);

        assertThat(room.join(bobsLaptop, JOIN))
                .containsExactly(
                        joinAcked(bobsLaptop, JOIN, ALICE),
                        joined(alice, BOB, JOIN),
                        joined(bob, BOB, JOIN),
                        joined(bobsTablet, BOB, JOIN));
        assertThat(room.rung()).containsExactly(CAROL, DAVE);
    }

    @Test
    void aMemberWhoWasNotRungOrDeclinedCanJoin() {
        room.create(alice, ACK);
        room.leave(bob, null);

        assertThat(room.join(bob, JOIN)).containsExactly(joinAcked(bob, JOIN, ALICE), joined(alice, BOB, JOIN));
        assertThat(room.participants()).containsExactly(alice, bob);
    }

    @Test
    void joiningTwiceFromOneDeviceIsTheSameAsOnce() {
        room.online(BOB, "laptop");
        room.create(alice, ACK);
        room.join(bob, JOIN);

        assertThat(room.join(bob, Ack.of(3))).containsExactly(joinAcked(bob, Ack.of(3), ALICE));
        assertThat(room.join(bob, null)).isEmpty();
        assertThat(room.participants()).containsExactly(alice, bob);
    }

    @Test
    void aRoomWithoutACallHasNothingToJoin() {
        assertThat(room.join(bob, JOIN)).containsExactly(refused(bob, Cmd.JOIN, ErrorCode.NOT_FOUND, JOIN));
        assertThat(room.join(bob, null)).containsExactly(refused(bob, Cmd.JOIN, ErrorCode.NOT_FOUND, null));
        room.create(alice, null);
        room.leave(alice, null);
        assertThat(room.join(alice, JOIN)).containsExactly(refused(alice, Cmd.JOIN, ErrorCode.NOT_FOUND, JOIN));
    }

    @Test
    void oneTooManyIsRefusedAndIsStillRung() {
        RuledRoom small = new RuledRoom(2);
        Device first = small.online(ALICE, "phone");
        Device second = small.online(BOB, "phone");
        Device third = small.online(CAROL, "phone");
        small.create(first, ACK);
        small.join(second, null);

        assertThat(small.join(third, JOIN)).containsExactly(refused(third, Cmd.JOIN, ErrorCode.NOT_ALLOWED, JOIN));
        assertThat(small.participants()).containsExactly(first, second);
        assertThat(small.rung()).containsExactly(CAROL, DAVE);

        small.leave(first, null);
        assertThat(small.join(third, JOIN))
                .as("when somebody left there is room")
                .containsExactly(joinAcked(third, JOIN, BOB), joined(second, CAROL, JOIN));
    }

    @Test
    void inAFullCallAUserCanStillMoveAndJoinAgain() {
        RuledRoom small = new RuledRoom(2);
        Device first = small.online(ALICE, "phone");
        Device second = small.online(BOB, "phone");
        Device secondsLaptop = small.online(BOB, "laptop");
        small.create(first, ACK);
        small.join(second, null);

        assertThat(small.join(secondsLaptop, JOIN))
                .containsExactly(
                        joinAcked(secondsLaptop, JOIN, ALICE),
                        left(first, BOB, MOVED, JOIN),
                        left(second, BOB, MOVED, JOIN),
                        joined(first, BOB, JOIN));
        assertThat(small.join(secondsLaptop, JOIN)).containsExactly(joinAcked(secondsLaptop, JOIN, ALICE));
        assertThat(small.participants()).containsExactly(first, secondsLaptop);
    }

    @Test
    void aCallMovesToTheDeviceThatJoinsAndTheOneMovedFromHearsOnlyTheLeave() {
        Device bobsLaptop = room.online(BOB, "laptop");
        Device bobsTablet = room.online(BOB, "tablet");
        Device carol = room.online(CAROL, "phone");
        room.create(alice, ACK);
        room.join(bob, null);
        room.join(carol, null);

        assertThat(room.join(bobsLaptop, JOIN))
                .containsExactly(
                        joinAcked(bobsLaptop, JOIN, ALICE, CAROL),
                        left(alice, BOB, MOVED, JOIN),
                        left(bob, BOB, MOVED, JOIN),
                        left(carol, BOB, MOVED, JOIN),
                        joined(alice, BOB, JOIN),
                        joined(carol, BOB, JOIN),
                        joined(bobsTablet, BOB, JOIN));
        assertThat(room.participants()).containsExactly(alice, carol, bobsLaptop);
    }

    @Test
    void whoIsAloneInACallCanMoveItWithoutEndingItForThoseWhoAreRung() {
        Device alicesLaptop = room.online(ALICE, "laptop");
        room.create(alice, ACK);

        assertThat(room.join(alicesLaptop, JOIN))
                .containsExactly(joinAcked(alicesLaptop, JOIN), left(alice, ALICE, MOVED, JOIN));
        assertThat(room.participants()).containsExactly(alicesLaptop);
        assertThat(room.rung()).containsExactly(BOB, CAROL, DAVE);
    }

    @Test
    void aCreateFromAnotherDeviceMovesTheCallTooAndRingsTheRest() {
        Device alicesLaptop = room.online(ALICE, "laptop");
        room.create(alice, ACK);
        room.join(bob, null);
        Device carol = room.online(CAROL, "phone");
        room.leave(carol, null);

        assertThat(room.create(alicesLaptop, JOIN))
                .containsExactly(
                        createAcked(alicesLaptop, JOIN, List.of(BOB), List.of(CAROL), List.of(DAVE)),
                        left(alice, ALICE, MOVED, JOIN),
                        left(bob, ALICE, MOVED, JOIN),
                        joined(bob, ALICE, JOIN),
                        Told.rung(carol, ALICE, JOIN, 60));
        assertThat(room.participants()).containsExactly(bob, alicesLaptop);
    }

    @Test
    void aMoveWithoutAnAckIsToldWithoutOne() {
        Device bobsLaptop = room.online(BOB, "laptop");
        room.create(alice, ACK);
        room.join(bob, null);

        assertThat(room.join(bobsLaptop, null))
                .containsExactly(left(alice, BOB, MOVED, null), left(bob, BOB, MOVED, null), joined(alice, BOB, null));
    }
}
