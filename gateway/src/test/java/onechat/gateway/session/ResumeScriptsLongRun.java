package onechat.gateway.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * {@link ResumeScriptsTest} with many more scripts; prints how many cuts there were. Its name keeps it out of the build's tests. To run it:
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=ResumeScriptsLongRun -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class ResumeScriptsLongRun {
    private static final AtomicInteger CUTS = new AtomicInteger();
    private static final AtomicInteger RESUMES = new AtomicInteger();
    private static final AtomicInteger LOST = new AtomicInteger();

    @Property(tries = 50_000, shrinking = ShrinkingMode.BOUNDED)
    void nothingIsLostAndNothingHappensTwice(@ForAll("scripts") List<CutStep> script, @ForAll boolean eager) {
        CutWorld world = new CutWorld(eager);
        script.forEach(world::run);
        world.end();
        CUTS.addAndGet(world.cuts());
        for (int i = 0; i < CutWorld.NAMES.size(); i++) {
            RESUMES.addAndGet(world.client(i).resumes);
            LOST.addAndGet(world.client(i).sessionsLost);
        }
    }

    @AfterProperty
    void print() {
        System.out.printf("%s cuts, %s resumes, %s sessions lost%n", CUTS, RESUMES, LOST);
    }

    @Provide
    Arbitrary<List<CutStep>> scripts() {
        return CutScripts.scripts();
    }
}
