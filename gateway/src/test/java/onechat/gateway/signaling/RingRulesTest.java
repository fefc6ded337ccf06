package onechat.gateway.signaling;

import static onechat.gateway.signaling.RuledRoom.ACK;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static onechat.gateway.signaling.RuledRoom.DAVE;
import static onechat.gateway.signaling.Told.createAcked;
import static onechat.gateway.signaling.Told.left;
import static onechat.gateway.signaling.Told.rung;
import static onechat.protocol.LeaveReason.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import onechat.protocol.Ack;
import onechat.protocol.LeaveReason;
import org.junit.jupiter.api.Test;

/** How long a ring lasts, and whom it reaches meanwhile (contract section 5.1). */
class RingRulesTest {
    private final RuledRoom room = new RuledRoom();
    private final Device alice = room.online(ALICE, "phone");

    @Test
    void aDeviceThatLogsInWhileItsUserIsRungIsRungForTheTimeThatIsLeft() {
        room.create(alice, ACK);
        room.pass(Duration.ofSeconds(20));
        Device bob = room.online(BOB, "phone");

        assertThat(room.arrive(bob)).containsExactly(rung(bob, ALICE, ACK, 40));
    }

    @Test
    void aLateRingTellsWhoCalledFirstAndWithWhichAck() {
        Device carol = room.online(CAROL, "phone");
        room.create(alice, ACK);
        room.create(carol, Ack.of(5));
        Device bob = room.online(BOB, "phone");

        assertThat(room.arrive(bob)).containsExactly(rung(bob, ALICE, ACK, 60));
    }

    @Test
    void secondsThatAreLeftAreRoundedUpSoThatNobodyIsToldNone() {
        room.create(alice, ACK);
        room.pass(Duration.ofMillis(30_001));
        Device bob = room.online(BOB, "phone");
        assertThat(room.arrive(bob)).containsExactly(rung(bob, ALICE, ACK, 30));

        room.pass(Duration.ofMillis(29_998));
        Device bobsLaptop = room.online(BOB, "laptop");
        assertThat(room.arrive(bobsLaptop)).containsExactly(rung(bobsLaptop, ALICE, ACK, 1));
    }

    @Test
    void aDeviceIsNotRungTwiceForOneRing() {
        Device bob = room.online(BOB, "phone");
        room.create(alice, ACK);

        assertThat(room.arrive(bob)).isEmpty();
    }

    @Test
    void aDeviceThatLogsInHearsNothingOfACallWhereItsUserIsNotRung() {
        assertThat(room.arrive(alice)).isEmpty();
        Device bob = room.online(BOB, "phone");
        room.create(alice, ACK);
        room.leave(bob, null);

        assertThat(room.arrive(room.online(BOB, "laptop"))).isEmpty();
        assertThat(room.arrive(room.online(ALICE, "laptop"))).isEmpty();
        assertThat(room.participants()).containsExactly(alice);
    }

    @Test
    void aRingThatIsOverIsNotDeliveredLateThoughItsEndIsNotToldYet() {
        room.create(alice, ACK);
        room.pass(Duration.ofSeconds(60));
        Device bob = room.online(BOB, "phone");

        assertThat(room.arrive(bob)).isEmpty();
        assertThat(room.timeOut())
                .as("the device that was never rung hears nothing of the end either")
                .containsExactly(
                        left(alice, BOB, TIMEOUT, null),
                        left(alice, CAROL, TIMEOUT, null),
                        left(alice, DAVE, TIMEOUT, null));
    }

    @Test
    void aRingEndsAfterItsTimeForTheCalleesDevicesAndTheParticipants() {
        Device bob = room.online(BOB, "phone");
        Device carol = room.online(CAROL, "phone");
        room.create(alice, ACK);
        room.join(carol, null);
        Device bobsLaptop = room.online(BOB, "laptop");
        room.arrive(bobsLaptop);
        room.leave(room.online(DAVE, "phone"), null);
        room.pass(Duration.ofSeconds(60).minusNanos(1));
        assertThat(room.timeOut()).isEmpty();
        assertThat(room.rung()).containsExactly(BOB);

        room.pass(Duration.ofNanos(1));
        assertThat(room.timeOut())
                .containsExactly(
                        left(alice, BOB, TIMEOUT, null),
                        left(carol, BOB, TIMEOUT, null),
                        left(bob, BOB, TIMEOUT, null),
                        left(bobsLaptop, BOB, TIMEOUT, null));
        assertThat(room.rung()).isEmpty();
        assertThat(room.participants()).containsExactly(alice, carol);
        assertThat(room.timeOut()).as("once").isEmpty();
    }

    @Test
    void eachRingHasATimeOfItsOwn() {
        Device bob = room.online(BOB, "phone");
        room.create(alice, ACK);
        room.leave(bob, null);
        room.pass(Duration.ofSeconds(30));
        room.create(alice, null);
        room.pass(Duration.ofSeconds(30));

        assertThat(room.timeOut()).containsExactly(left(alice, CAROL, TIMEOUT, null), left(alice, DAVE, TIMEOUT, null));
        assertThat(room.rung()).containsExactly(BOB);
        room.pass(Duration.ofSeconds(30));
        assertThat(room.timeOut()).containsExactly(left(alice, BOB, TIMEOUT, null), left(bob, BOB, TIMEOUT, null));
    }

    @Test
    void whoWasNotReachedInTimeCanBeRungAnew() {
        Device bob = room.online(BOB, "phone");
        room.create(alice, ACK);
        room.pass(Duration.ofSeconds(61));
        room.timeOut();

        assertThat(room.create(alice, ACK))
                .containsExactly(
                        createAcked(alice, ACK, List.of(), List.of(BOB), List.of(CAROL, DAVE)),
                        rung(bob, ALICE, ACK, 60));
    }

    @Test
    void aRingWhoseTimeIsOverIsEndedBeforeItsCalleeIsRungAnew() {
        Device bob = room.online(BOB, "phone");
        room.create(alice, ACK);
        room.pass(Duration.ofSeconds(60));

        assertThat(room.create(alice, ACK))
                .containsExactly(
                        left(alice, BOB, TIMEOUT, null),
                        left(bob, BOB, TIMEOUT, null),
                        left(alice, CAROL, TIMEOUT, null),
                        left(alice, DAVE, TIMEOUT, null),
                        createAcked(alice, ACK, List.of(), List.of(BOB), List.of(CAROL, DAVE)),
                        rung(bob, ALICE, ACK, 60));
    }

    @Test
    void aRingGoesOnWhenTheOnlyDeviceRungIsGone() {
        Device bob = room.online(BOB, "phone");
        room.create(alice, ACK);
        assertThat(room.depart(bob, LeaveReason.DISCONNECTED, null)).isEmpty();
        room.pass(Duration.ofSeconds(10));

        Device bobAgain = room.online(BOB, "phone");
        assertThat(room.arrive(bobAgain)).containsExactly(rung(bobAgain, ALICE, ACK, 50));
    }

    @Test
    void timePassesUnnoticedWhereThereIsNoCallOrNobodyIsRung() {
        assertThat(room.timeOut()).isEmpty();
        Device bob = room.online(BOB, "phone");
        Device carol = room.online(CAROL, "phone");
        Device dave = room.online(DAVE, "phone");
        room.create(alice, ACK);
        List.of(bob, carol, dave).forEach(each -> room.join(each, null));
        room.pass(Duration.ofDays(1));

        assertThat(room.timeOut()).isEmpty();
        assertThat(room.participants()).containsExactly(alice, bob, carol, dave);
    }
}
