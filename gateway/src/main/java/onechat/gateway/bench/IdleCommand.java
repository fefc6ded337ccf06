package onechat.gateway.bench;

import java.time.Duration;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.Leaf;
import onechat.gateway.command.WholeNumber;

/** The command {@code bench idle}. Confined to one thread. */
final class IdleCommand {
    private static final WholeNumber CONNECTIONS = new WholeNumber(
            "--connections", "N", "Connections that are logged in; up to sixteen of each user.", 1_000, 1, 1_000_000);

    private final MeasureOptions common;

    IdleCommand(MeasureOptions common) {
        this.common = common;
    }

    Leaf leaf() {
        return common.describe(new Leaf(
                        "idle",
                        "Measures idle connections: the server's memory for each.",
                        "Each is logged in and says nothing but its heartbeats. With --pid, on Linux, the server's resident memory is read "
                                + "before the first connection and at the end. A Java server gives memory back late, and takes more than "
                                + "it needs: a firm figure takes many connections, a server that was just started, and a small -Xmx.",
                        this::run)
                .option(CONNECTIONS)
                .option(MeasureOptions.SECONDS));
    }

    private void run(Leaf leaf) throws CommandFailedException {
        var options = new IdleRun.Options(
                (int) leaf.number(CONNECTIONS), Duration.ofSeconds(leaf.number(MeasureOptions.SECONDS)));
        Long pid = MeasureOptions.pid(leaf);
        try (Measurement measurement = common.open(leaf, options.connections(), IdleRun.BUFFER_BYTES)) {
            new IdleRun(options, measurement, pid == null ? null : new ResidentMemory(pid)).run();
        }
    }
}
