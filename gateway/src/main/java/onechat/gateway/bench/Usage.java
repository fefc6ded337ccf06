package onechat.gateway.bench;

import java.util.function.LongSupplier;
import onechat.gateway.command.CommandFailedException;
import org.jspecify.annotations.Nullable;

/** What a time that is measured costs: CPU of the server and of this process, and octets on the network. Used by one thread. */
final class Usage {
    private final Cpu own = Cpu.own();
    private final @Nullable Cpu server;
    private final LongSupplier octets;

    /**
     * Nothing so far.
     *
     * @param server null where nobody says which process it is
     * @param octets on the network so far
     */
    Usage(@Nullable Cpu server, LongSupplier octets) {
        this.server = server;
        this.octets = octets;
    }

    /** A moment. */
    record Mark(long nanos, double serverCpu, double ownCpu, long octets) {}

    /**
     * What was used between two moments.
     *
     * @param serverCpu seconds; null where nobody says which process it is
     * @param ownCpu seconds
     */
    record Cost(double seconds, @Nullable Double serverCpu, double ownCpu, long octets) {
        private static final double BUSY = 0.8;
        private static final double MILLION = 1e6;

        /**
         * Adds it to a report.
         *
         * @param done how many of what was done for it
         * @param what that is called, in the plural
         */
        Report add(Report report, long done, String what) {
            if (serverCpu != null) {
                report.number("server_cpu_seconds", "server's CPU", serverCpu, 2, "s");
                if (done > 0) {
                    report.number(
                            "server_cpu_seconds_per_million",
                            "server's CPU for a million " + what,
                            serverCpu * MILLION / done,
                            3,
                            "s");
                }
            }
            return report.number("own_cpu_seconds", "bench's own CPU", ownCpu, 2, "s")
                    .number("own_cpu_share", "share of the processors it may use", ownShare(), 3, "")
                    .count("octets", "octets on the network", octets);
        }

        /** How much of the processors that this process may use it did use: 1 is all. */
        private double ownShare() {
            return ownCpu / seconds / Runtime.getRuntime().availableProcessors();
        }

        /** Whether this process may be what held up the rest. */
        boolean isBusy() {
            return ownShare() >= BUSY;
        }
    }

    Mark mark() throws CommandFailedException {
        return new Mark(System.nanoTime(), server == null ? 0 : server.seconds(), own.seconds(), octets.getAsLong());
    }

    Cost since(Mark before) throws CommandFailedException {
        Mark now = mark();
        return new Cost(
                (now.nanos() - before.nanos()) / 1e9,
                server == null ? null : now.serverCpu() - before.serverCpu(),
                now.ownCpu() - before.ownCpu(),
                now.octets() - before.octets());
    }
}
