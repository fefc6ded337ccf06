package onechat.gateway.baseline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what CPU time a process has taken, as Linux counts it. Stateless. */
final class CpuSeconds {
    /** What the kernel counts in, whatever its own clock: USER_HZ. */
    private static final double TICKS_PER_SECOND = 100;

    private CpuSeconds() {}

    /** Of all the threads of a process, those that have ended too, in user and in kernel mode. */
    static double of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name stands in brackets, and may have blanks and brackets in it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }
}
