package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that breaks at any single octet of a call, in either direction, costs nothing (contract section 4). */
class EveryOctetCutTest {
    private static final int ALICE = 0;
    private static final int BOB = 1;
    private static final int CAROL = 2;
    private static final List<CutStep> CALL = List.of(
            new CutStep.Says(BOB, "webrtc_create"),
            new CutStep.Says(ALICE, "webrtc_join"),
            new CutStep.Relays(BOB, ALICE, 2),
            new CutStep.Relays(ALICE, BOB, 2),
            new CutStep.Pings(BOB),
            new CutStep.Says(CAROL, "webrtc_join"),
            new CutStep.Relays(CAROL, BOB, 1),
            new CutStep.Relays(BOB, CAROL, 1),
            new CutStep.Says(ALICE, "webrtc_leave"),
            new CutStep.Says(BOB, "webrtc_leave"));

    /** Runs the call; whether every cut happened. */
    private static boolean run(boolean eager, CutWorld.Fuse... fuses) {
        CutWorld world = new CutWorld(eager);
        List.of(fuses).forEach(world::light);
        CALL.forEach(world::runAndArrive);
        world.end();
        assertThat(world.client(BOB).sessionsLost).as("nothing was lost").isZero();
        assertThat(world.client(BOB).members).isNull();
        assertThat(world.client(BOB).heard.get(world.client(ALICE).user())).hasSize(2);
        assertThat(world.client(ALICE).heard.get(world.client(BOB).user())).hasSize(2);
        return world.cuts() == fuses.length;
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void oneCut(boolean atServer, boolean noticed) {
        int octets = 0;
        while (run(octets % 2 == 0, new CutWorld.Fuse(BOB, atServer, octets, noticed))) {
            octets++;
        }
        assertThat(octets).as("the call has so many octets").isGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void anotherCutWhileTheSessionIsBeingResumed(boolean atServer, boolean noticed) {
        for (int first : new int[] {50, 400, 700}) {
            int second = 0;
            while (run(
                    second % 2 == 0,
                    new CutWorld.Fuse(BOB, false, first, !noticed),
                    new CutWorld.Fuse(BOB, atServer, second, noticed))) {
                second++;
            }
            assertThat(second).as("a resume has so many octets, and more").isGreaterThan(200);
        }
    }
}
