package onechat.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often this machine's kernel turned a connection away because a server did not accept fast enough; on Linux. Immutable.
 *
 * @param overflows queues of listening sockets that were full
 * @param drops connections that were dropped for that or another reason
 */
record ListenQueue(long overflows, long drops) {
    private static final Path NETSTAT = Path.of("/proc/net/netstat");
    private static final String PREFIX = "TcpExt: ";

    /** Since the machine started; empty where it does not tell. */
    static Optional<ListenQueue> now() {
        try {
            return read(Files.readAllLines(NETSTAT));
        } catch (IOException e) {
            return Optional.empty(); // no Linux
        }
    }

    /** A line of names, and then one of numbers. */
    static Optional<ListenQueue> read(List<String> lines) {
        List<String> ours =
                lines.stream().filter(line -> line.startsWith(PREFIX)).toList();
        if (ours.size() != 2) {
            return Optional.empty();
        }
        String[] names = ours.get(0).split(" ", -1);
        String[] values = ours.get(1).split(" ", -1);
        Map<String, String> counters = new HashMap<>();
        for (int i = 1; i < Math.min(names.length, values.length); i++) {
            counters.put(names[i], values[i]);
        }
        return Optional.of(new ListenQueue(
                Long.parseLong(counters.getOrDefault("ListenOverflows", "0")),
                Long.parseLong(counters.getOrDefault("ListenDrops", "0"))));
    }

    ListenQueue since(ListenQueue before) {
        return new ListenQueue(overflows - before.overflows, drops - before.drops);
    }
}
