package onechat.gateway.signaling;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens in whatever order, calls are as the model says, and every client knows them (contract section 5). */
class CallScriptsTest {
    @Property(tries = 1_000)
    void everyScriptLeavesTheCallsAsTheModelSaysAndAsEveryClientKnowsThem(@ForAll("scripts") List<ScriptStep> script) {
        ScriptedWorld world = new ScriptedWorld();
        script.forEach(world::run);
        world.end();
    }

    @Provide
    Arbitrary<List<ScriptStep>> scripts() {
        Arbitrary<Integer> slots = Arbitraries.integers().between(0, ScriptedWorld.USER_OF_SLOT.size() - 1);
        Arbitrary<Long> rooms = Arbitraries.frequency(Tuple.of(3, 1L), Tuple.of(1, 2L));
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        Arbitrary<Integer> seconds = Arbitraries.of(1, 10, 29, 30, 31, 59, 60);
        Arbitrary<ScriptStep> steps = Arbitraries.frequencyOf(
                Tuple.of(3, slots.map(ScriptStep.Login::new)),
                Tuple.of(1, Combinators.combine(slots, flags).as(ScriptStep.Gone::new)),
                Tuple.of(3, Combinators.combine(slots, rooms, flags).as(ScriptStep.Create::new)),
                Tuple.of(4, Combinators.combine(slots, rooms, flags).as(ScriptStep.Join::new)),
                Tuple.of(3, Combinators.combine(slots, rooms, flags, flags).as(ScriptStep.Leave::new)),
                Tuple.of(1, Combinators.combine(slots, rooms, flags).as(ScriptStep.Presence::new)),
                Tuple.of(1, Combinators.combine(seconds, flags).as(ScriptStep.Wait::new)));
        return steps.list().ofMaxSize(80);
    }
}
