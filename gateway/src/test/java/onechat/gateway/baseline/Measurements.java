package onechat.gateway.baseline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What was measured so far: for each contender and load one result a round. Confined to one thread. */
final class Measurements {
    private record Of(Contender contender, int outstanding) {}

    private final Map<Of, List<LoadResult>> results = new LinkedHashMap<>();

    void add(Contender contender, int outstanding, LoadResult result) {
        results.computeIfAbsent(new Of(contender, outstanding), of -> new ArrayList<>())
                .add(result);
    }

    boolean has(Contender contender) {
        return results.keySet().stream().anyMatch(of -> of.contender() == contender);
    }

    private List<LoadResult> of(Contender contender, int outstanding) {
        return results.getOrDefault(new Of(contender, outstanding), List.of());
    }

    /**
     * The middle of all rounds.
     *
     * @param low the least
     * @param high the greatest
     */
    record Spread(double median, double low, double high) {}

    /** Of one figure. */
    Spread spread(Contender contender, int outstanding, ToDoubleFunction<LoadResult> figure) {
        double[] sorted =
                of(contender, outstanding).stream().mapToDouble(figure).sorted().toArray();
        return new Spread(median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    /**
     * How much CPU time one takes for what another takes 1.
     *
     * @param ofMedians the one's median over the other's
     * @param paired the median of what came out round by round
     */
    record Ratio(double ofMedians, double paired) {}

    Ratio cpu(Contender one, Contender other, int outstanding) {
        List<LoadResult> ones = of(one, outstanding);
        List<LoadResult> others = of(other, outstanding);
        double[] paired = IntStream.range(0, ones.size())
                .mapToDouble(round -> cpu(ones.get(round)) / cpu(others.get(round)))
                .sorted()
                .toArray();
        ToDoubleFunction<LoadResult> cpu = Measurements::cpu;
        double ofMedians = spread(one, outstanding, cpu).median()
                / spread(other, outstanding, cpu).median();
        return new Ratio(ofMedians, median(paired));
    }

    private static double cpu(LoadResult result) {
        return result.serverCpuSecondsPerMillion();
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        return DoubleStream.of(sorted[half], sorted[sorted.length - 1 - half])
                .average()
                .orElseThrow();
    }
}
