package onechat.gateway.session;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What happens among clients whose networks break, at random. Stateless. */
final class CutScripts {
    private static final int CLIENTS = CutWorld.NAMES.size();

    private CutScripts() {}

    /** Scripts of up to 120 steps among three clients. */
    static Arbitrary<List<CutStep>> scripts() {
        Arbitrary<Integer> clients = Arbitraries.integers().between(0, CLIENTS - 1);
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        Arbitrary<String> commands = Arbitraries.frequency(
                Tuple.of(3, "webrtc_create"), Tuple.of(4, "webrtc_join"), Tuple.of(1, "webrtc_leave"));
        // Whole reads, half frames, and single octets.
        Arbitrary<Integer> octets = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Integer.MAX_VALUE)),
                Tuple.of(3, Arbitraries.integers().between(1, 400)),
                Tuple.of(1, Arbitraries.integers().between(1, 10)));
        Arbitrary<Integer> seconds = Arbitraries.frequency(
                Tuple.of(20, 1), Tuple.of(3, 9), Tuple.of(1, 29), Tuple.of(1, 31), Tuple.of(1, 76));
        Arbitrary<CutStep> steps = Arbitraries.frequencyOf(
                Tuple.of(4, Combinators.combine(clients, commands).as(CutStep.Says::new)),
                Tuple.of(
                        5,
                        Combinators.combine(
                                        clients, clients, Arbitraries.integers().between(1, 4))
                                .as(CutStep.Relays::new)),
                Tuple.of(1, clients.map(CutStep.Pings::new)),
                Tuple.of(14, Combinators.combine(clients, flags, octets).as(CutStep.Arrives::new)),
                Tuple.of(3, Combinators.combine(clients, flags).as(CutStep.Cut::new)),
                Tuple.of(4, clients.map(CutStep.Reconnects::new)),
                Tuple.of(1, seconds.map(CutStep.Wait::new)));
        return steps.list().ofMinSize(5).ofMaxSize(120);
    }
}
