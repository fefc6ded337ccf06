package onechat.gateway.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import onechat.gateway.baseline.Measurements.Ratio;
import onechat.gateway.baseline.Measurements.Spread;

/** Writes measurements as the tables that stand in the gateway's README. Confined to one thread. */
final class ComparisonTable {
    private static final String HEADS =
            "| | outstanding | CPU, s a million | OneChat / it | not resumable / it | relays/s | p99, ms | load's CPU |";
    private static final String RULE = "| --- | --- | --- | --- | --- | --- | --- | --- |";

    private final Measurements measurements;
    private final List<Integer> outstanding;

    ComparisonTable(Measurements measurements, List<Integer> outstanding) {
        this.measurements = measurements;
        this.outstanding = List.copyOf(outstanding);
    }

    /** The tables of those who were measured, in Markdown. */
    String markdown() {
        List<String> lines = new ArrayList<>();
        addTable(lines, "Over TCP:", Contender.OURS, Contender.OURS_PLAIN, false);
        addTable(lines, "Over WebSocket:", Contender.OURS_WS, Contender.OURS_WS_PLAIN, true);
        return String.join("\n", lines);
    }

    private void addTable(List<String> lines, String title, Contender ours, Contender plain, boolean overWebSocket) {
        List<Contender> all = new ArrayList<>(List.of(Contender.values()));
        all.removeIf(one -> one.load().isOverWebSocket() != overWebSocket || !measurements.has(one));
        if (all.isEmpty()) {
            return;
        }
        lines.addAll(List.of(title, "", HEADS, RULE));
        for (int wanted : outstanding) {
            for (Contender one : all) {
                boolean itself = one == ours || one == plain;
                lines.add("| " + one.title() + " | " + wanted + " | " + cpu(one, wanted) + " | "
                        + (itself ? "" : ratio(ours, one, wanted)) + " | "
                        + (itself ? "" : ratio(plain, one, wanted)) + " | " + rest(one, wanted) + " |");
            }
        }
        lines.add("");
    }

    private String cpu(Contender one, int wanted) {
        Spread cpu = measurements.spread(one, wanted, LoadResult::serverCpuSecondsPerMillion);
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", cpu.median(), cpu.low(), cpu.high());
    }

    private String ratio(Contender ours, Contender other, int wanted) {
        if (!measurements.has(ours)) {
            return "";
        }
        Ratio ratio = measurements.cpu(ours, other, wanted);
        return String.format(Locale.ROOT, "%.2f (%.2f)", ratio.ofMedians(), ratio.paired());
    }

    private String rest(Contender one, int wanted) {
        return String.format(
                Locale.ROOT,
                "%,.0f | %.2f | %.0f %%",
                measurements.spread(one, wanted, LoadResult::relaysPerSecond).median(),
                measurements.spread(one, wanted, LoadResult::p99Micros).median() / 1e3,
                measurements.spread(one, wanted, LoadResult::ownCpuShare).median() * 100);
    }
}
