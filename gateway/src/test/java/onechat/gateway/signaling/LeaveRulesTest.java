package onechat.gateway.signaling;

import static onechat.gateway.signaling.RuledRoom.ACK;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static onechat.gateway.signaling.RuledRoom.DAVE;
import static onechat.gateway.signaling.Told.leaveAcked;
import static onechat.gateway.signaling.Told.left;
import static onechat.gateway.signaling.Told.refused;
import static onechat.protocol.LeaveReason.BUSY;
import static onechat.protocol.LeaveReason.DECLINED;
import static onechat.protocol.LeaveReason.DISCONNECTED;
import static onechat.protocol.LeaveReason.ENDED;
import static onechat.protocol.LeaveReason.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

/** Who gets out of a call or of being rung, and who hears of it (contract section 5.3). */
class LeaveRulesTest {
    private static final Ack LEAVE = Ack.of("bye");

    private final RuledRoom room = new RuledRoom();
    private final Device alice = room.online(ALICE, "phone");
    private final Device bob = room.online(BOB, "phone");
    private final Device carol = room.online(CAROL, "phone");

    @Test
    void aParticipantWhoHangsUpIsOutForTheOthersAndTheCallGoesOn() {
        room.create(alice, ACK);
        room.join(bob, null);
        room.join(carol, null);

        assertThat(room.leave(bob, LEAVE))
                .containsExactly(left(alice, BOB, LEFT, LEAVE), left(carol, BOB, LEFT, LEAVE), leaveAcked(bob, LEAVE));
        assertThat(room.participants()).containsExactly(alice, carol);
        assertThat(room.rung()).containsExactly(DAVE);
    }

    @Test
    void whoLeftIsNotRungAgainByItselfButCanComeBack() {
        room.create(alice, ACK);
        room.join(bob, null);
        room.leave(bob, null);

        assertThat(room.rung()).containsExactly(CAROL, DAVE);
        room.join(bob, null);
        assertThat(room.participants()).containsExactly(alice, bob);
    }

    @Test
    void aParticipantDoesNotSayBusy() {
        room.create(alice, ACK);
        room.join(bob, null);

        assertThat(room.leaveBusy(bob, LEAVE)).containsExactly(left(alice, BOB, LEFT, LEAVE), leaveAcked(bob, LEAVE));
    }

    @Test
    void aDeclineReachesTheParticipantsAndTheOtherDevicesThatRing() {
        Device bobsLaptop = room.online(BOB, "laptop");
        room.create(alice, ACK);
        room.join(carol, null);
        Device bobsTablet = room.online(BOB, "tablet");
        room.arrive(bobsTablet);

        assertThat(room.leave(bobsLaptop, LEAVE))
                .containsExactly(
                        left(alice, BOB, DECLINED, LEAVE),
                        left(carol, BOB, DECLINED, LEAVE),
                        left(bob, BOB, DECLINED, LEAVE),
                        left(bobsTablet, BOB, DECLINED, LEAVE),
                        leaveAcked(bobsLaptop, LEAVE));
        assertThat(room.rung()).containsExactly(DAVE);
    }

    @Test
    void whoIsBusySaysSo() {
        Device bobsLaptop = room.online(BOB, "laptop");
        room.create(alice, ACK);

        assertThat(room.leaveBusy(bob, LEAVE))
                .containsExactly(
                        left(alice, BOB, BUSY, LEAVE), left(bobsLaptop, BOB, BUSY, LEAVE), leaveAcked(bob, LEAVE));
    }

    @Test
    void aLeaveWithoutAnAckIsToldWithoutOneAndGetsNone() {
        room.create(alice, ACK);
        room.join(carol, null);

        assertThat(room.leave(bob, null))
                .containsExactly(left(alice, BOB, DECLINED, null), left(carol, BOB, DECLINED, null));
        assertThat(room.leave(carol, null)).containsExactly(left(alice, CAROL, LEFT, null));
    }

    @Test
    void theLastParticipantEndsTheCallForEveryDeviceStillRung() {
        Device bobsLaptop = room.online(BOB, "laptop");
        room.create(alice, ACK);
        Device dave = room.online(DAVE, "phone");
        room.arrive(dave);
        room.leave(carol, null);

        assertThat(room.leave(alice, LEAVE))
                .containsExactly(
                        left(bob, ALICE, ENDED, LEAVE),
                        left(bobsLaptop, ALICE, ENDED, LEAVE),
                        left(dave, ALICE, ENDED, LEAVE),
                        leaveAcked(alice, LEAVE));
        assertThat(room.participants()).isEmpty();
        assertThat(room.rung()).isEmpty();
    }

    @Test
    void theLastParticipantNeedNotBeWhoCalled() {
        room.create(alice, ACK);
        room.join(bob, null);
        assertThat(room.leave(alice, null)).containsExactly(left(bob, ALICE, LEFT, null));

        assertThat(room.leave(bob, null)).containsExactly(left(carol, BOB, ENDED, null));
    }

    @Test
    void whoNeitherTakesPartNorIsRungHasNothingToLeave() {
        Device alicesLaptop = room.online(ALICE, "laptop");
        assertThat(room.leave(bob, LEAVE)).containsExactly(refused(bob, Cmd.LEAVE, ErrorCode.NOT_FOUND, LEAVE));
        assertThat(room.leave(bob, null)).containsExactly(refused(bob, Cmd.LEAVE, ErrorCode.NOT_FOUND, null));
        room.create(alice, ACK);
        room.leave(bob, null);

        assertThat(room.leave(bob, LEAVE))
                .as("a second time")
                .containsExactly(refused(bob, Cmd.LEAVE, ErrorCode.NOT_FOUND, LEAVE));
        assertThat(room.leave(alicesLaptop, LEAVE))
                .as("from another device than the one that takes part")
                .containsExactly(refused(alicesLaptop, Cmd.LEAVE, ErrorCode.NOT_FOUND, LEAVE));
        assertThat(room.participants()).containsExactly(alice);
        assertThat(room.rung()).containsExactly(CAROL, DAVE);
    }

    @Test
    void aLostDeviceIsDisconnectedForTheOthers() {
        room.create(alice, ACK);
        room.join(bob, null);
        room.join(carol, null);

        assertThat(room.depart(carol, DISCONNECTED, null))
                .containsExactly(left(alice, CAROL, DISCONNECTED, null), left(bob, CAROL, DISCONNECTED, null));
        assertThat(room.participants()).containsExactly(alice, bob);
    }

    @Test
    void aLogoutLeavesAsAnyLeaveDoesButItsAckIsNotOwedHere() {
        room.create(alice, ACK);
        room.join(bob, null);

        assertThat(room.depart(bob, LEFT, LEAVE)).containsExactly(left(alice, BOB, LEFT, LEAVE));
    }

    @Test
    void whenTheLastParticipantIsLostTheCallIsEndedForThoseStillRung() {
        room.create(alice, ACK);
        room.leave(carol, null);

        assertThat(room.depart(alice, DISCONNECTED, null)).containsExactly(left(bob, ALICE, ENDED, null));
        assertThat(room.participants()).isEmpty();
    }

    @Test
    void aLostDeviceThatDoesNotTakePartIsNoNews() {
        Device alicesLaptop = room.online(ALICE, "laptop");
        assertThat(room.depart(alicesLaptop, DISCONNECTED, null)).isEmpty();
        room.create(alice, ACK);

        assertThat(room.depart(bob, DISCONNECTED, null)).isEmpty();
        assertThat(room.rung()).containsExactly(BOB, CAROL, DAVE);
        assertThat(room.participants()).containsExactly(alice);
    }
}
