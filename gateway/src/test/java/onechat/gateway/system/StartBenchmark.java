package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long the packaged server takes from the start of its process to the read of its ready line, with the demo's users: through the launcher
 * with the AOT cache, through the launcher without it, and as a plain jar, in turns. Used by one thread; each start is a process of its own.
 *
 * <p>Its name keeps it out of the build's tests. To run it, on a machine that does nothing else:
 *
 * <pre>
 * mvn -DskipTests package
 * mvn -pl gateway -am test -Dtest=StartBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>{@code ONECHAT_START_ROUNDS=21} in the environment makes the rounds more.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class StartBenchmark {
    private static final List<String> FILES = List.of("onechat", "onechat.jar", "onechat.jvmflags");
    private static final List<String> SERVE =
            List.of("serve", "--demo", "--tcp-port=0", "--http-port=0", "--admin-port=0");

    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    Path folder = Path.of("");

    /** A way to start the server, with what its starts took so far. */
    private record Way(String name, List<String> command, List<Double> seconds) {
        Way(String name, String... command) {
            this(name, List.of(command), new ArrayList<>());
        }

        void print() {
            double[] sorted =
                    seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(
                    "start to ready line, %s: median %.3f s, shortest %.3f s, longest %.3f s, of %d%n",
                    name,
                    (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2,
                    sorted[0],
                    sorted[sorted.length - 1],
                    sorted.length);
        }
    }

    @Test
    void startsInTurns() throws Exception {
        int rounds = Integer.parseInt(System.getenv().getOrDefault("ONECHAT_START_ROUNDS", "9"));
        Path built = Path.of("target", "onechat").toAbsolutePath();
        assertThat(built.resolveSibling("onechat.aot"))
                .as("made by mvn -DskipTests package")
                .exists();
        for (String file : FILES) {
            Files.copy(built.resolveSibling(file), folder.resolve(file), COPY_ATTRIBUTES);
        }
        Way plain = new Way(
                "plain jar",
                Path.of(JAVA_HOME, "bin", "java").toString(),
                "-jar",
                built.resolveSibling("onechat.jar").toString());
        List<Way> ways = List.of(
                new Way("launcher with the AOT cache", built.toString()),
                new Way("launcher without it", folder.resolve("onechat").toString()),
                plain);
        // The JVM ends where it can't use the cache; and the files are in the memory of the machine from here on.
        secondsToReady(ways.getFirst(), "-XX:AOTMode=on");
        secondsToReady(ways.get(1), "");
        for (int round = 0; round < rounds; round++) {
            for (Way way : ways) {
                way.seconds().add(secondsToReady(way, ""));
            }
        }
        ways.forEach(Way::print);
    }

    private double secondsToReady(Way way, String javaOptions) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(way.command());
        command.addAll(SERVE);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ONECHAT_"));
        builder.environment().keySet().removeAll(Arrays.asList("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("JAVA_HOME", JAVA_HOME);
        builder.environment().put("ONECHAT_JAVA_OPTIONS", javaOptions);
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        long begun = System.nanoTime();
        Process process = builder.start();
        try {
            String line = process.inputReader(UTF_8).readLine();
            long ready = System.nanoTime();
            assertThat(line).startsWith("onechat ready ");
            return (ready - begun) / 1e9;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
