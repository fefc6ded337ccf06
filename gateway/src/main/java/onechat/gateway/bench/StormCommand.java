package onechat.gateway.bench;

import java.time.Duration;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.Leaf;
import onechat.gateway.command.WholeNumber;

/** The command {@code bench storm}. Confined to one thread. */
final class StormCommand {
    private static final WholeNumber CONNECTIONS = new WholeNumber(
            "--connections", "N", "Who logs in at once; up to sixteen times each user.", 1_000, 1, 1_000_000);
    private static final WholeNumber PATIENCE =
            new WholeNumber("--patience", "S", "The seconds that they wait for an answer.", 60, 1, 3_600);
    private static final WholeNumber WARMUP = new WholeNumber(
            "--warmup",
            "R",
            "As many storms before it that don't count: Java programs, this one too, are slow until they have done a thing often.",
            4,
            0,
            100);

    private final MeasureOptions common;

    StormCommand(MeasureOptions common) {
        this.common = common;
    }

    Leaf leaf() {
        return common.describe(new Leaf(
                        "storm",
                        "Measures a storm of logins: everybody connects and logs in at the same moment.",
                        "How long until all are in, how long each took from that moment on, and how many were refused, by code or cause. A "
                                + "server checks few passwords at once: sign tokens "
                                + "(--jwt-secret-file, --jwt-private-key) to measure its connections. On Linux the "
                                + "connections that this machine's kernel turned away are counted too.",
                        this::run)
                .option(CONNECTIONS)
                .option(PATIENCE)
                .option(WARMUP));
    }

    private void run(Leaf leaf) throws CommandFailedException {
        var options = new StormRun.Options(
                (int) leaf.number(CONNECTIONS), Duration.ofSeconds(leaf.number(PATIENCE)), (int) leaf.number(WARMUP));
        try (Measurement measurement = common.open(leaf, options.connections(), StormRun.BUFFER_BYTES)) {
            new StormRun(options, measurement).run();
        }
    }
}
