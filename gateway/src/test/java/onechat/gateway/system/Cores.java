package onechat.gateway.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which cores servers get, and which the loads. Immutable.
 *
 * @param ofServers empty where nothing is pinned; so with the other
 */
public record Cores(List<Integer> ofServers, List<Integer> ofLoads) {
    private static final String ALLOWED = "Cpus_allowed_list:";

    public Cores {
        ofServers = List.copyOf(ofServers);
        ofLoads = List.copyOf(ofLoads);
    }

    /** The first half of the cores that this process may use, and the rest; nothing where there is only one core, or no {@code taskset}. */
    public static Cores halves() throws IOException {
        List<Integer> allowed = allowed();
        if (allowed.size() < 2 || !Files.isExecutable(Path.of("/usr/bin/taskset"))) {
            return none();
        }
        int half = allowed.size() / 2;
        return new Cores(allowed.subList(0, half), allowed.subList(half, allowed.size()));
    }

    /** Everybody runs where the kernel lets them. */
    public static Cores none() {
        return new Cores(List.of(), List.of());
    }

    private static List<Integer> allowed() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(one -> one.startsWith(ALLOWED))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(line.substring(ALLOWED.length()).strip().split(",", -1))
                .map(range -> range.split("-", -1))
                .flatMapToInt(ends ->
                        IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])))
                .boxed()
                .toList();
    }

    public boolean isPinned() {
        return !ofServers.isEmpty();
    }

    /** The command, on the servers' cores. */
    public List<String> forServer(List<String> command) {
        return on(ofServers, command);
    }

    /** The command, on the loads' cores. */
    public List<String> forLoad(List<String> command) {
        return on(ofLoads, command);
    }

    /** The command, on the loads' cores, where it runs only while nobody else there has anything to do; as far as {@code chrt} is there. */
    List<String> forLoadBehind(List<String> command) {
        List<String> pinned = forLoad(command);
        if (!Files.isExecutable(Path.of("/usr/bin/chrt"))) {
            return pinned;
        }
        List<String> behind = new ArrayList<>(List.of("chrt", "--idle", "0"));
        behind.addAll(pinned);
        return behind;
    }

    private static List<String> on(List<Integer> cores, List<String> command) {
        if (cores.isEmpty()) {
            return command;
        }
        String list = cores.stream().map(String::valueOf).collect(Collectors.joining(","));
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", list));
        pinned.addAll(command);
        return pinned;
    }
}
