package onechat.gateway.signaling;

import static onechat.gateway.signaling.RuledRoom.ACK;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static onechat.gateway.signaling.RuledRoom.DAVE;
import static onechat.gateway.signaling.Told.createAcked;
import static onechat.gateway.signaling.Told.joined;
import static onechat.gateway.signaling.Told.refused;
import static onechat.gateway.signaling.Told.rung;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

/** Who may begin a call or call more people into it, and what they are told (contract section 5.1). */
class CallRulesTest {
    private static final Ack AGAIN = Ack.of("a2");

    private final RuledRoom room = new RuledRoom();
    private final Device alice = room.online(ALICE, "phone");

    @Test
    void theFirstCreateBeginsACallAndRingsEveryDeviceOfEveryOtherMember() {
        Device bob = room.online(BOB, "phone");
        Device bobsLaptop = room.online(BOB, "laptop");
        Device carol = room.online(CAROL, "phone");

        assertThat(room.create(alice, ACK))
                .containsExactly(
                        createAcked(alice, ACK, List.of(), List.of(BOB, CAROL), List.of(DAVE)),
                        rung(bob, ALICE, ACK, 60),
                        rung(bobsLaptop, ALICE, ACK, 60),
                        rung(carol, ALICE, ACK, 60));
        assertThat(room.participants()).containsExactly(alice);
        assertThat(room.rung()).containsExactly(BOB, CAROL, DAVE);
    }

    @Test
    void theCallersOtherDevicesAreNotRung() {
        room.online(ALICE, "laptop");

        assertThat(room.create(alice, ACK))
                .containsExactly(createAcked(alice, ACK, List.of(), List.of(), List.of(BOB, CAROL, DAVE)));
    }

    @Test
    void aCreateWithoutAnAckRingsWithoutOneAndGetsNone() {
        Device bob = room.online(BOB, "phone");

        assertThat(room.create(alice, null)).containsExactly(rung(bob, ALICE, null, 60));
        assertThat(room.participants()).containsExactly(alice);
    }

    @Test
    void callingAgainDoesNotRingWhoIsRungAlready() {
        Device bob = room.online(BOB, "phone");
        room.create(alice, ACK);

        assertThat(room.create(alice, AGAIN))
                .containsExactly(createAcked(alice, AGAIN, List.of(), List.of(BOB), List.of(CAROL, DAVE)));
        assertThat(room.leave(bob, null)).isNotEmpty();
        assertThat(room.rung()).containsExactly(CAROL, DAVE);
    }

    @Test
    void callingAgainRingsThoseWhoDeclinedOrDidNotAnswer() {
        Device bob = room.online(BOB, "phone");
        Device carol = room.online(CAROL, "phone");
        room.create(alice, ACK);
        room.pass(Duration.ofSeconds(20));
        room.leave(bob, null);
        room.leave(carol, null);
        room.create(alice, ACK); // rings bob and carol until second 80, and dave still until second 60
        room.pass(Duration.ofSeconds(40));
        room.timeOut();
        room.leave(bob, null);

        assertThat(room.create(alice, AGAIN))
                .containsExactly(
                        createAcked(alice, AGAIN, List.of(), List.of(CAROL, BOB), List.of(DAVE)),
                        rung(bob, ALICE, AGAIN, 60));
        assertThat(room.rung()).containsExactly(BOB, CAROL, DAVE);
    }

    @Test
    void everyParticipantCanCallTheRestAndIsTheOneWhoRingsThem() {
        Device bob = room.online(BOB, "phone");
        Device carol = room.online(CAROL, "phone");
        room.create(alice, ACK);
        room.join(bob, null);
        room.leave(carol, null);

        assertThat(room.create(bob, AGAIN))
                .containsExactly(
                        createAcked(bob, AGAIN, List.of(ALICE), List.of(CAROL), List.of(DAVE)),
                        rung(carol, BOB, AGAIN, 60));
    }

    @Test
    void twoWhoCallEachOtherAtOnceEndUpInOneCall() {
        Device bob = room.online(BOB, "phone");
        Device bobsLaptop = room.online(BOB, "laptop");
        room.create(alice, ACK);

        assertThat(room.create(bob, AGAIN))
                .containsExactly(
                        createAcked(bob, AGAIN, List.of(ALICE), List.of(), List.of(CAROL, DAVE)),
                        joined(alice, BOB, AGAIN),
                        joined(bobsLaptop, BOB, AGAIN));
        assertThat(room.participants()).containsExactly(alice, bob);
        assertThat(room.rung()).containsExactly(CAROL, DAVE);
    }

    @Test
    void aCreateOfWhoWasNotRungJoinsTheCallUnderWayAndRingsTheRest() {
        Device bob = room.online(BOB, "phone");
        Device carol = room.online(CAROL, "phone");
        room.create(alice, ACK);
        room.leave(bob, null);
        room.leave(carol, null);

        assertThat(room.create(bob, AGAIN))
                .containsExactly(
                        createAcked(bob, AGAIN, List.of(ALICE), List.of(CAROL), List.of(DAVE)),
                        joined(alice, BOB, AGAIN),
                        rung(carol, BOB, AGAIN, 60));
    }

    @Test
    void aCreateIntoAFullCallIsRefusedAndRingsNobody() {
        RuledRoom small = new RuledRoom(1);
        Device first = small.online(ALICE, "phone");
        Device second = small.online(BOB, "phone");
        Device third = small.online(CAROL, "phone");
        small.create(first, ACK);
        small.leave(third, null);

        assertThat(small.create(second, AGAIN))
                .containsExactly(refused(second, Cmd.CREATE, ErrorCode.NOT_ALLOWED, AGAIN));
        assertThat(small.create(second, null))
                .containsExactly(refused(second, Cmd.CREATE, ErrorCode.NOT_ALLOWED, null));
        assertThat(small.participants()).containsExactly(first);
        assertThat(small.rung()).containsExactly(BOB, DAVE);
    }

    @Test
    void whoTakesPartInAFullCallCanStillCallTheRest() {
        RuledRoom small = new RuledRoom(1);
        Device first = small.online(ALICE, "phone");
        Device second = small.online(BOB, "phone");
        small.create(first, ACK);
        small.leave(second, null);

        assertThat(small.create(first, AGAIN))
                .containsExactly(
                        createAcked(first, AGAIN, List.of(), List.of(BOB), List.of(CAROL, DAVE)),
                        rung(second, ALICE, AGAIN, 60));
    }

    @Test
    void rulesThatLetNobodyInOrRingForNoTimeCanNotBeMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CallRules(0, Duration.ofSeconds(60)));
        assertThatIllegalArgumentException().isThrownBy(() -> new CallRules(16, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new CallRules(16, Duration.ofSeconds(-1)));
    }
}
