package onechat.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.command.CommandFailedException;

/** How much memory a process of this machine has resident; on Linux. Immutable. */
final class ResidentMemory {
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+([0-9]{1,15}) kB");
    private static final long UNIT = 1_024;

    private final long pid;

    ResidentMemory(long pid) {
        this.pid = pid;
    }

    /**
     * In octets.
     *
     * @throws CommandFailedException when there is no such process, or this is no Linux
     */
    long bytes() throws CommandFailedException {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                Matcher rss = RSS.matcher(line);
                if (rss.matches()) {
                    return Long.parseLong(rss.group(1)) * UNIT;
                }
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    "can't read the memory of process " + pid + " (/proc/" + pid + "/status); this needs Linux");
        }
        throw new CommandFailedException("the process " + pid + " has no memory of its own");
    }
}
