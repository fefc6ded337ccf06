package onechat.gateway.bench;

import java.time.Duration;
import onechat.gateway.command.CommandFailedException;

/** The CPU time that a process has used, user and system together, to a hundredth of a second. Immutable. */
final class Cpu {
    private final ProcessHandle process;

    private Cpu(ProcessHandle process) {
        this.process = process;
    }

    /** This process. */
    static Cpu own() {
        return new Cpu(ProcessHandle.current());
    }

    /**
     * Another process of this machine.
     *
     * @throws CommandFailedException when there is none, or this system does not tell
     */
    static Cpu of(long pid) throws CommandFailedException {
        Cpu cpu = new Cpu(ProcessHandle.of(pid)
                .orElseThrow(() -> new CommandFailedException("there is no process " + pid + " on this machine")));
        cpu.seconds();
        return cpu;
    }

    /** @throws CommandFailedException when the process is gone, or this system does not tell */
    double seconds() throws CommandFailedException {
        Duration used = process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new CommandFailedException(
                        process.isAlive()
                                ? "this system does not tell the CPU time of process " + process.pid()
                                : "the process " + process.pid() + " ended"));
        return used.toNanos() / 1e9;
    }
}
