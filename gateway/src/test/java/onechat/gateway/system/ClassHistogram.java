package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How many objects of which class live in another JVM, and the octets that they take. Immutable. */
record ClassHistogram(Map<String, Objects> byClass) {
    private static final Pattern LINE = Pattern.compile("(?m)^ *\\d+: +(\\d+) +(\\d+) +(\\S+)");

    /** The objects of one class. */
    record Objects(long count, long bytes) {
        private static final Objects NONE = new Objects(0, 0);

        private Objects minus(Objects before) {
            return new Objects(count - before.count, bytes - before.bytes);
        }
    }

    /** What lives there behind a full collection of its garbage. */
    static ClassHistogram of(long pid) throws IOException {
        histogram(pid); // what a first collection only begins to let go of is gone with the second
        Map<String, Objects> byClass = new TreeMap<>();
        Matcher line = LINE.matcher(histogram(pid));
        while (line.find()) {
            Objects some = new Objects(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
            byClass.merge(line.group(3), some, (one, other) -> one.minus(Objects.NONE.minus(other)));
        }
        if (byClass.isEmpty()) {
            throw new IOException("no histogram of " + pid);
        }
        return new ClassHistogram(byClass);
    }

    private static String histogram(long pid) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    }

    /** The octets of all of them: the live heap. */
    long bytes() {
        return byClass.values().stream().mapToLong(Objects::bytes).sum();
    }

    /** What came on top since then; less than nothing where something went. */
    ClassHistogram minus(ClassHistogram before) {
        Map<String, Objects> more = new TreeMap<>(byClass);
        before.byClass.forEach((name, some) ->
                more.put(name, more.getOrDefault(name, Objects.NONE).minus(some)));
        return new ClassHistogram(more);
    }

    /** A line for each of the classes that take most, with their share of each of {@code owners}. */
    String most(int classes, int owners) {
        return byClass.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Objects> entry) ->
                                entry.getValue().bytes())
                        .reversed())
                .limit(classes)
                .map(entry -> "%10.1f octets %8.2f objects  %s"
                        .formatted(
                                (double) entry.getValue().bytes() / owners,
                                (double) entry.getValue().count() / owners,
                                entry.getKey()))
                .collect(Collectors.joining("\n"));
    }
}
