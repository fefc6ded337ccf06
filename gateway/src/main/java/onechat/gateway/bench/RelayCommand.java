package onechat.gateway.bench;

import java.time.Duration;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.Leaf;
import onechat.gateway.command.WholeNumber;

/** The command {@code bench relay}. Confined to one thread. */
final class RelayCommand {
    private static final WholeNumber PAIRS =
            new WholeNumber("--pairs", "K", "Calls of two; one of each sends, the other receives.", 50, 1, 500_000);
    private static final WholeNumber OUTSTANDING = new WholeNumber(
            "--outstanding", "W", "Relays of a pair that may wait for their acks at once.", 1, 1, 4_096);
    private static final WholeNumber RATE = new WholeNumber(
            "--rate",
            "R",
            "Relays a second of all pairs together. Latencies then count from when a relay was to be sent, so that one which "
                    + "holds up the next ones counts for them too. Without it: as fast as it goes.",
            0,
            1,
            100_000_000);
    private static final WholeNumber PAYLOAD = new WholeNumber(
            "--payload",
            "OCTETS",
            "How long each relay is, as it is sent.",
            CandidateText.LEAST_BYTES,
            CandidateText.LEAST_BYTES,
            65_536);

    private final MeasureOptions common;

    RelayCommand(MeasureOptions common) {
        this.common = common;
    }

    Leaf leaf() {
        return common.describe(new Leaf(
                        "relay",
                        "Measures relays: ICE candidates from one user of a call to the other.",
                        "How many a second, how long from one to the other, what they cost the server (with --pid), and whether each came "
                                + "once and in order: if not, the status is 1. The server must be started with --command-rate 0.",
                        this::run)
                .option(PAIRS)
                .option(OUTSTANDING)
                .option(RATE)
                .option(MeasureOptions.SECONDS)
                .option(MeasureOptions.WARMUP)
                .option(PAYLOAD));
    }

    private void run(Leaf leaf) throws CommandFailedException {
        var options = new RelayRun.Options(
                (int) leaf.number(PAIRS),
                (int) leaf.number(OUTSTANDING),
                leaf.number(RATE),
                Duration.ofSeconds(leaf.number(MeasureOptions.WARMUP)),
                Duration.ofSeconds(leaf.number(MeasureOptions.SECONDS)),
                (int) leaf.number(PAYLOAD));
        try (Measurement measurement = common.open(leaf, 2 * options.pairs(), RelayRun.BUFFER_BYTES)) {
            new RelayRun(options, measurement).run();
        }
    }
}
