package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher as an operator uses it: which Java it takes, with what flags, and that the server starts from the AOT cache of the build. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
    private static final int PATIENCE_SECONDS = 120;
    /** With it the JVM ends where it can't use the cache that it is given. */
    private static final String CACHE_OR_NOTHING = "-XX:AOTMode=on";

    private static final String[] SERVE = {"serve", "--demo", "--tcp-port=0", "--http-port=0", "--admin-port=0"};
    private static final List<String> FILES = List.of("onechat", "onechat.jar", "onechat.jvmflags", "onechat.aot");

    /** The launcher of the build; what belongs to it stands beside it. */
    private final Path built = Path.of(Objects.requireNonNull(System.getProperty("onechat.launcher")));

    @TempDir
    Path folder = Path.of("");

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    /** What a run that has ended left behind. */
    private record Run(int status, String out, String err) {}

    private Process start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ONECHAT_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Run run(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        return ended(start(launcher, environment, arguments));
    }

    private Run ended(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, Files.readString(folder.resolve("stderr")));
    }

    private static void ready(Process process) throws IOException {
        assertThat(process.inputReader(UTF_8).readLine()).startsWith("onechat ready ");
    }

    /** The files of the build in another folder, but for some. */
    private Path copy(String name, String... without) throws IOException {
        Path other = Files.createDirectories(folder.resolve(name));
        for (String file : FILES) {
            if (!List.of(without).contains(file)) {
                // Of another age the jar would be another one to the JVM.
                Files.copy(built.resolveSibling(file), other.resolve(file), COPY_ATTRIBUTES);
            }
        }
        return other.resolve("onechat");
    }

    private static Map<String, String> javaOptions(String options) {
        return Map.of("ONECHAT_JAVA_OPTIONS", options);
    }

    @Test
    void theServerStartsFromTheCacheOfTheBuild() throws Exception {
        Process process = start(built, javaOptions(CACHE_OR_NOTHING), SERVE);

        ready(process);
        if (OS.LINUX.isCurrentOs()) {
            assertThat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps")))
                    .contains(built.resolveSibling("onechat.aot").toString());
        }
    }

    @Test
    void aCacheThatDoesNotFitOrIsNotThereChangesNothingAndIsNoLine() throws Exception {
        Path other = copy("other");
        Files.setLastModifiedTime(other.resolveSibling("onechat.jar"), FileTime.from(Instant.EPOCH));
        Path damaged = copy("damaged");
        Files.writeString(damaged.resolveSibling("onechat.aot"), "no cache");
        Path without = copy("without", "onechat.aot");

        assertThat(run(other, javaOptions(CACHE_OR_NOTHING), "--version").status())
                .as("it does not fit")
                .isEqualTo(1);
        for (Path launcher : List.of(other, damaged, without)) {
            Run run = run(launcher, Map.of(), "--version");
            assertThat(run.out()).startsWith("onechat ").hasLineCount(1);
            assertThat(run.err()).isEmpty();
            assertThat(run.status()).isZero();
        }
        assertThat(run(built, javaOptions("-XX:-UseCompactObjectHeaders"), "--version"))
                .as("made with other flags")
                .satisfies(run -> assertThat(run.err()).isEmpty())
                .satisfies(run -> assertThat(run.status()).isZero());
    }

    @Test
    void aCacheCanBeMadeAnewWhereTheServerIsInstalled() throws Exception {
        Path launcher = copy("installed", "onechat.aot");
        Path cache = launcher.resolveSibling("onechat.aot");

        Run run = run(launcher, Map.of("ONECHAT_TCP_PORT", "nonsense"), "aot-cache");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(cache + System.lineSeparator());
        assertThat(run.status()).isZero();
        assertThat(run(launcher, javaOptions(CACHE_OR_NOTHING), "--version").status())
                .isZero();
        try (Stream<Path> files = Files.list(launcher.getParent())) {
            assertThat(files).extracting(file -> file.getFileName().toString()).hasSameElementsAs(FILES);
        }
    }

    private static void assertNoCache(Path launcher, Run run, String line) throws IOException {
        assertThat(run.err()).startsWith("onechat: " + line).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertFiles(launcher, FILES.size() - 1);
    }

    @Test
    void flagsThatAllowNoCacheAreOneLineAndStatusOneAndNothingIsLeft() throws Exception {
        Path launcher = copy("installed", "onechat.aot");

        Run run = run(launcher, javaOptions("-Xshare:off"), "aot-cache");

        assertNoCache(launcher, run, "the server that was to be watched did not start: Option AOT");
    }

    @Test
    void aDiskWithoutRoomForTheCacheIsOneLineAndStatusOneAndNothingIsLeft() throws Exception {
        Path launcher = copy("installed", "onechat.aot");
        String onSmallDisk = "ulimit -f 8192; exec \"$0\" aot-cache";

        Run run = run(Path.of("/bin/sh"), Map.of(), "-c", onSmallDisk, launcher.toString());

        assertNoCache(launcher, run, "this Java made no AOT cache: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aCacheThatIsGivenUpLeavesNothingBehind(String signal) throws Exception {
        Path launcher = copy("installed", "onechat.aot");
        Process process = start(launcher, Map.of(), "aot-cache");
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> process.descendants().findAny().isPresent());
        List<ProcessHandle> watched = process.descendants().toList();

        signal(process, signal);

        assertThat(ended(process)).isEqualTo(new Run(signal.equals("INT") ? 130 : 143, "", ""));
        assertThat(watched).noneMatch(ProcessHandle::isAlive);
        assertFiles(launcher, FILES.size() - 1);
    }

    private static void assertFiles(Path launcher, int count) throws IOException {
        try (Stream<Path> files = Files.list(launcher.getParent())) {
            assertThat(files).hasSize(count);
        }
    }

    @Test
    void aThreadDumpGoesToStandardError() throws Exception {
        Process process = start(built, Map.of(), SERVE);
        ready(process);

        signal(process, "QUIT");

        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> Files.readString(folder.resolve("stderr")).contains("Full thread dump"));
        signal(process, "TERM");
        assertThat(process.inputReader(UTF_8).readLine()).isNull();
    }

    private static void signal(Process process, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signalsReachTheServer(String signal) throws Exception {
        Process process = start(built, Map.of(), SERVE);
        ready(process);

        signal(process, signal);

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws Exception {
        Run run = run(built, Map.of(), "serve", "--log-format", "a  'b' \"$c\" *");

        assertThat(run.err()).isEqualTo("onechat: --log-format must be text or json, not 'a  'b' \"$c\" *'\n");
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void itFindsItsFilesThroughLinksAndFromAnywhere() throws Exception {
        Path launcher = copy("a folder, of $5");
        Files.createDirectories(folder.resolve("bin"));
        Path link = Files.createSymbolicLink(folder.resolve("bin/relative"), Path.of("../a folder, of $5/onechat"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("bin/link to link"), link);

        for (Path way : List.of(launcher, link, linkToLink, Path.of("bin/relative"), Path.of("./bin/link to link"))) {
            // A shell finds it as a user types it; a process would be started from this test's own folder.
            Run run = run(Path.of("/bin/sh"), javaOptions(CACHE_OR_NOTHING), "-c", "\"$0\" --version", way.toString());
            assertThat(run.err()).as("%s", way).isEmpty();
            assertThat(run.status()).isZero();
        }
    }

    @Test
    void aFolderWhoseNameTheJvmWouldTakeForTwoIsOneLineAndStatusOne() throws Exception {
        Path launcher = copy("a:b");

        assertRefused(
                launcher,
                Map.of(),
                "Java runs nothing from a folder whose name has a colon in it: "
                        + folder.toRealPath().resolve("a:b"));
    }

    @Test
    void furtherFlagsReachTheJvmAndOutweighItsOwn() throws Exception {
        Path launcher = built;
        String print = "-XX:+PrintCommandLineFlags";

        assertThat(run(launcher, javaOptions(print), "--version").err()).contains("-XX:+UseCompactObjectHeaders");
        assertThat(run(launcher, javaOptions("-XX:-UseCompactObjectHeaders   " + print + " -Da=*"), "--version")
                        .err())
                .contains("-XX:-UseCompactObjectHeaders");
    }

    private Path java(String name, String script) throws IOException {
        Path java = folder.resolve(name).resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return java;
    }

    private void assertRefused(Map<String, String> environment, String line) throws Exception {
        assertRefused(built, environment, line);
    }

    private void assertRefused(Path launcher, Map<String, String> environment, String line) throws Exception {
        Run run = run(launcher, environment, "--version");
        assertThat(run.err()).isEqualTo("onechat: " + line + "\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aJavaThatIsTooOldIsOneLineAndStatusOne() throws Exception {
        String isNeeded = "Java 25 or later is needed, and ";
        String help = "; have JAVA_HOME tell where one is";
        Path released = java("released", "echo it was not to be asked");
        Files.writeString(folder.resolve("released/release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"21.0.1\"\n");
        assertRefused(
                Map.of("JAVA_HOME", folder.resolve("released").toString()), isNeeded + released + " is 21.0.1" + help);
        Path asked = java("asked", "echo 'Picked up X' >&2; echo 'openjdk version \"1.8.0_1\" 2015' >&2");
        assertRefused(Map.of("JAVA_HOME", folder.resolve("asked").toString()), isNeeded + asked + " is 1.8.0_1" + help);
        Path none = java("none", "echo hello");
        assertRefused(Map.of("JAVA_HOME", folder.resolve("none").toString()), isNeeded + none + " is no Java" + help);
        String path = asked.getParent() + ":" + System.getenv("PATH");
        assertRefused(Map.of("JAVA_HOME", "", "PATH", path), isNeeded + asked + " is 1.8.0_1" + help);
    }

    @Test
    void aJavaThatIsNotThereIsOneLineAndStatusOne() throws Exception {
        String nowhere = folder.resolve("nowhere").toString();
        assertRefused(Map.of("JAVA_HOME", nowhere), "JAVA_HOME is " + nowhere + ", where there is no bin/java");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("dirname", "readlink")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        assertRefused(
                Map.of("JAVA_HOME", "", "PATH", tools.toString()),
                "there is no java: install Java 25 or later, or have JAVA_HOME tell where it is");
    }

    @Test
    void theJavaOfThePathServesWhereThereIsNoOther() throws Exception {
        String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");

        assertThat(run(built, Map.of("JAVA_HOME", "", "PATH", path), "--version")
                        .status())
                .isZero();
    }
}
