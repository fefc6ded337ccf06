package onechat.gateway.bench;

import java.time.Duration;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.Leaf;
import onechat.gateway.command.WholeNumber;

/** The command {@code bench calls}. Confined to one thread. */
final class CallsCommand {
    private static final WholeNumber PAIRS =
            new WholeNumber("--pairs", "K", "Pairs of users; each has one call after the other.", 50, 1, 500_000);
    private static final WholeNumber CANDIDATES =
            new WholeNumber("--candidates", "C", "ICE candidates that each of a pair sends in a call.", 4, 0, 100);
    private static final WholeNumber SDP =
            new WholeNumber("--sdp", "OCTETS", "How long the offer and the answer are.", 2_000, 1, 60_000);

    private final MeasureOptions common;

    CallsCommand(MeasureOptions common) {
        this.common = common;
    }

    Leaf leaf() {
        return common.describe(new Leaf(
                        "calls",
                        "Measures whole calls: create, ring, join, offer, answer, candidates, leave.",
                        "How many a second, and how long from the create until the caller has the callee's answer. Each call asks the "
                                + "server's database twice. The server must be started with --command-rate 0.",
                        this::run)
                .option(PAIRS)
                .option(CANDIDATES)
                .option(SDP)
                .option(MeasureOptions.SECONDS)
                .option(MeasureOptions.WARMUP));
    }

    private void run(Leaf leaf) throws CommandFailedException {
        var options = new CallsRun.Options(
                (int) leaf.number(PAIRS),
                Duration.ofSeconds(leaf.number(MeasureOptions.WARMUP)),
                Duration.ofSeconds(leaf.number(MeasureOptions.SECONDS)),
                new CallPair.Talk((int) leaf.number(SDP), (int) leaf.number(CANDIDATES)));
        try (Measurement measurement = common.open(leaf, 2 * options.pairs(), CallsRun.BUFFER_BYTES)) {
            new CallsRun(options, measurement).run();
        }
    }
}
