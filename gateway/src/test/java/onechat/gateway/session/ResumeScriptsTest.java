package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * Wherever and however often the network breaks: each command is carried out once, each frame comes once and in order, or the client is
 * told that this no longer holds (contract section 4).
 */
class ResumeScriptsTest {
    private static final int CLIENTS = CutWorld.NAMES.size();
    private static final AtomicInteger CUTS = new AtomicInteger();
    private static final AtomicInteger RESUMES = new AtomicInteger();
    private static final AtomicInteger LOST = new AtomicInteger();

    @Property(tries = 2_000, afterFailure = AfterFailureMode.RANDOM_SEED)
    void nothingIsLostAndNothingHappensTwice(@ForAll("scripts") List<CutStep> script, @ForAll boolean eager) {
        CutWorld world = new CutWorld(eager);
        script.forEach(world::run);
        world.end();
        count(world);
    }

    private static void count(CutWorld world) {
        CUTS.addAndGet(world.cuts());
        for (int i = 0; i < CLIENTS; i++) {
            RESUMES.addAndGet(world.client(i).resumes);
            LOST.addAndGet(world.client(i).sessionsLost);
        }
    }

    /** A property whose scripts break nothing would show nothing. */
    @AfterProperty
    void theScriptsBrokeNetworksResumedSessionsAndLostSome() {
        System.getLogger(ResumeScriptsTest.class.getName())
                .log(System.Logger.Level.INFO, "{0} cuts, {1} resumes, {2} sessions lost", CUTS, RESUMES, LOST);
        assertThat(CUTS).hasValueGreaterThan(1_000);
        assertThat(RESUMES).hasValueGreaterThan(1_000);
        assertThat(LOST).hasValueGreaterThan(10);
    }

    @Provide
    Arbitrary<List<CutStep>> scripts() {
        return CutScripts.scripts();
    }
}
