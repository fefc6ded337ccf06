package onechat.gateway.signaling;

import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import org.junit.jupiter.api.Test;

/** When the rings of many rooms end (contract section 5.1). */
class RingEndsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Devices devices = new Devices(16);
    private final Calls calls = new Calls(new CallRules(16, Duration.ofSeconds(60)), CallObserver.NONE);
    private final MessageLog log = new MessageLog();
    private final Device alice = new Device(ALICE, "phone", new SilentInbox());
    /** Rings that begin at once end before the clock's numbers wrap, those that begin a little later after it. */
    private long nowNanos = Long.MAX_VALUE - 70 * SECOND;

    private void create(long room, Long... members) {
        calls.apply(room, new CallEvent.Create(alice, null, Set.of(members), devices, List.of(), nowNanos), log);
    }

    private List<Told> endedRings() {
        log.takeAll();
        calls.endRings(nowNanos, log);
        return log.all();
    }

    private Told timedOut(long room, long callee) {
        return new Told(alice, new Message.Left(callee, room, LeaveReason.TIMEOUT, null));
    }

    private void pass(long seconds) {
        nowNanos += seconds * SECOND;
    }

    @Test
    void ringsEndInTheOrderOfTheirTimesInWhateverRoomTheyAre() {
        create(3, ALICE, BOB);
        pass(20);
        create(1, ALICE, BOB);
        pass(20);
        create(2, ALICE, BOB);
        pass(19);
        assertThat(endedRings()).isEmpty();

        pass(1);
        assertThat(endedRings()).containsExactly(timedOut(3, BOB));
        assertThat(endedRings()).isEmpty();
        pass(60);
        assertThat(endedRings()).containsExactly(timedOut(1, BOB), timedOut(2, BOB));
        assertThat(calls.ringTimers()).isZero();
        assertThat(calls.underWay()).isEqualTo(3);
    }

    @Test
    void aLaterRingInTheSameRoomEndsLater() {
        create(1, ALICE, BOB);
        pass(20);
        create(1, ALICE, BOB, CAROL);
        Device bob = new Device(BOB, "phone", new SilentInbox());
        calls.apply(1, new CallEvent.Arrival(bob, nowNanos), log);
        pass(40);

        assertThat(endedRings())
                .containsExactly(
                        timedOut(1, BOB), new Told(bob, timedOut(1, BOB).message()));
        assertThat(calls.ringTimers()).isEqualTo(1);
        pass(20);
        assertThat(endedRings()).containsExactly(timedOut(1, CAROL));
        assertThat(calls.ringTimers()).isZero();
    }

    @Test
    void whenTheFirstRingIsAnsweredTheNextOnesTimeCounts() {
        create(1, ALICE, BOB);
        pass(20);
        create(1, ALICE, BOB, CAROL);
        Device bob = new Device(BOB, "phone", new SilentInbox());
        calls.apply(1, new CallEvent.Join(bob, null, devices, List.of()), log);
        pass(59);
        assertThat(endedRings()).isEmpty();

        pass(1);
        assertThat(endedRings())
                .containsExactly(
                        timedOut(1, CAROL), new Told(bob, timedOut(1, CAROL).message()));
    }

    @Test
    void aCallThatIsOverHasNoRingsToEnd() {
        create(1, ALICE, BOB);
        calls.apply(1, new CallEvent.Leave(alice, false, null), log);
        assertThat(calls.ringTimers()).isZero();
        pass(60);

        assertThat(endedRings()).isEmpty();
    }

    @Test
    void ringsThatBeganAtTheSameMomentEndTogetherThoughLate() {
        create(1, ALICE, BOB, CAROL);
        create(2, ALICE, BOB);
        pass(75);

        assertThat(endedRings())
                .containsExactlyInAnyOrder(timedOut(1, BOB), timedOut(1, CAROL), timedOut(2, BOB))
                .startsWith(timedOut(1, BOB), timedOut(1, CAROL));
    }
}
