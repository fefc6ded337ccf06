package onechat.gateway.bench;

import onechat.gateway.command.CommandFailedException;
import org.jspecify.annotations.Nullable;

/** What a time that is measured costs: CPU of the server and of this process, and octets on the network. Immutable. */
final class Usage {
    /** From this share on, this process may be what holds up the rest. */
    static final double BUSY = 0.8;

    /** A moment. */
    record Mark(long nanos, double serverCpu, double ownCpu, long octets) {
        double secondsSince(Mark before) {
            return (nanos - before.nanos) / 1e9;
        }
    }

    private final Cpu own = Cpu.own();
    private final @Nullable Cpu server;

    /** @param server null where nobody says which process it is */
    Usage(@Nullable Cpu server) {
        this.server = server;
    }

    Mark mark(long octets) throws CommandFailedException {
        double serverCpu = server == null ? 0 : server.seconds();
        return new Mark(System.nanoTime(), serverCpu, own.seconds(), octets);
    }

    /**
     * Adds what it cost.
     *
     * @param done how many of what was done
     * @param what it is called, in the plural
     */
    Report add(Report report, Mark before, Mark after, long done, String what) {
        if (server != null) {
            double cpu = after.serverCpu() - before.serverCpu();
            report.number("server_cpu_seconds", "server's CPU", cpu, 2, "s");
            if (done > 0) {
                report.number(
                        "server_cpu_seconds_per_million",
                        "server's CPU for a million " + what,
                        cpu * 1e6 / done,
                        3,
                        "s");
            }
        }
        double cpu = after.ownCpu() - before.ownCpu();
        report.number("own_cpu_seconds", "bench's own CPU", cpu, 2, "s");
        report.number("own_cpu_share", "share of the processors it may use", share(before, after), 3, "");
        return report.count("octets", "octets on the network", after.octets() - before.octets());
    }

    /** How much of the processors that this process may use it did use: 1 is all. */
    double share(Mark before, Mark after) {
        int processors = Runtime.getRuntime().availableProcessors();
        return (after.ownCpu() - before.ownCpu()) / after.secondsSince(before) / processors;
    }
}
