package onechat.gateway.bench;

import java.io.PrintStream;
import java.time.Duration;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.Leaf;
import onechat.gateway.command.WholeNumber;
import org.jspecify.annotations.Nullable;

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
    private static final WholeNumber SECONDS =
            new WholeNumber("--seconds", "S", "The time that is measured.", 20, 1, 86_400);
    private static final WholeNumber WARMUP =
            new WholeNumber("--warmup", "S", "The seconds before that, which don't count.", 5, 0, 86_400);
    private static final WholeNumber PAYLOAD =
            new WholeNumber("--payload", "OCTETS", "How long each relay is; some 250 is the least.", 250, 1, 65_536);

    private final MeasureOptions common;
    private final PrintStream err;

    RelayCommand(MeasureOptions common, PrintStream err) {
        this.common = common;
        this.err = err;
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
                .option(SECONDS)
                .option(WARMUP)
                .option(PAYLOAD));
    }

    private void run(Leaf leaf) throws CommandFailedException {
        var options = new RelayRun.Options(
                (int) leaf.number(PAIRS),
                (int) leaf.number(OUTSTANDING),
                leaf.number(RATE),
                Duration.ofSeconds(leaf.number(WARMUP)),
                Duration.ofSeconds(leaf.number(SECONDS)),
                (int) leaf.number(PAYLOAD));
        Target target = TargetOptions.read(leaf);
        People people = common.people(leaf);
        Long pid = common.pid(leaf);
        Usage usage = usage(pid);
        var dialer = new Dialer(target, 2 * options.pairs(), RelayRun.BUFFER_BYTES);
        try (Logins logins = new Logins(dialer, people, common.credentials(leaf, people), common.resume(leaf));
                Course course = new Course(err)) {
            new RelayRun(options, logins, course, usage).run(common.writer(leaf));
        }
    }

    private static Usage usage(@Nullable Long pid) throws CommandFailedException {
        return new Usage(pid == null ? null : Cpu.of(pid));
    }
}
