package onechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import onechat.gateway.ServingProcess.Stopping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SignalShutdownTest {
    private static final String READY =
            "onechat ready tcp=127.0.0.1:1 http=http://127.0.0.1:1 admin=http://127.0.0.1:1";

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void sigtermStopsTheServerOnceAndTheProcessExitsWithZero() throws Exception {
        Process process = serving(Stopping.IN_ORDER);
        assertThat(process.inputReader(UTF_8).readLine()).isEqualTo(READY);

        process.toHandle().destroy();
        process.toHandle().destroy();

        assertThat(process.waitFor(10, SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(process.errorReader(UTF_8).lines())
                .filteredOn(line -> line.contains("stopping"))
                .hasSize(1);
    }

    @Test
    void aServerThatNeverStopsIsCutOffWithStatusOne() throws Exception {
        Process process = ready(Stopping.NEVER);

        process.toHandle().destroy();

        assertThat(process.waitFor(10, SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(process.errorReader(UTF_8).lines()).anySatisfy(line -> assertThat(line)
                .endsWith("ERROR SignalShutdown not stopped within " + ServingProcess.SHORT_LIMIT_MILLIS
                        + " ms, cut off"));
    }

    @Test
    void aServerThatFailsToStopEndsWithStatusOneAndOneLineThatSaysWhy() throws Exception {
        Process process = ready(Stopping.WITH_A_FAULT);

        process.toHandle().destroy();

        assertThat(process.waitFor(10, SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(process.errorReader(UTF_8).lines())
                .hasSize(2)
                .last()
                .asString()
                .contains(
                        " ERROR SignalShutdown a fault while stopping | java.lang.IllegalStateException: of two | lines | at ");
    }

    @Test
    void logsThatNobodyReadsDoNotKeepTheProcessFromEnding() throws Exception {
        Process process = ready(Stopping.WITH_MORE_LOGS_THAN_A_PIPE_HOLDS);

        process.toHandle().destroy();

        assertThat(process.waitFor(10, SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void standardOutputCarriesTheReadyLineAloneAndStandardErrorOneLineAnEvent() throws Exception {
        Process process = ready(Stopping.IN_ORDER);

        process.toHandle().destroy();

        assertThat(process.waitFor(10, SECONDS)).isTrue();
        assertThat(process.inputReader(UTF_8).lines()).isEmpty();
        assertThat(process.errorReader(UTF_8).lines())
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  ServingProcess stopping "
                        + "2026-01-01T00:00:00\\.000Z INFO  Forged of two lines \\[2J");
    }

    @Test
    void theLogLevelComesFromTheEnvironment() throws Exception {
        ProcessBuilder quiet = command(Stopping.IN_ORDER);
        quiet.environment().put("ONECHAT_LOG_LEVEL", "ERROR");
        ProcessBuilder chatty = command(Stopping.IN_ORDER);
        chatty.environment().put("ONECHAT_LOG_LEVEL", "DEBUG");

        assertThat(logOf(quiet)).isEmpty();
        assertThat(logOf(chatty)).anySatisfy(line -> assertThat(line).contains("DEBUG ServingProcess only with"));
    }

    @Test
    void aServerThatWasToldToEndsWithItsParent() throws Exception {
        List<String> behindShell = new ArrayList<>(List.of("sh", "-c", "\"$@\" & wait", "sh"));
        behindShell.addAll(command(Stopping.IN_ORDER).command());
        var builder = new ProcessBuilder(behindShell);
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        Process shell = start(builder);
        BufferedReader out = shell.inputReader(UTF_8);
        assertThat(out.readLine()).isEqualTo(READY);
        ProcessHandle server = shell.children().findFirst().orElseThrow();

        shell.destroyForcibly();

        assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(20));
    }

    private List<String> logOf(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = start(builder);
        CompletableFuture<List<String>> log = CompletableFuture.supplyAsync(
                () -> process.errorReader(UTF_8).lines().toList());
        assertThat(process.inputReader(UTF_8).readLine()).isEqualTo(READY);
        process.toHandle().destroy();
        return log.join();
    }

    private Process ready(Stopping stopping) throws IOException {
        Process process = serving(stopping);
        assertThat(process.inputReader(UTF_8).readLine()).isEqualTo(READY);
        return process;
    }

    private Process serving(Stopping stopping) throws IOException {
        return start(command(stopping));
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static ProcessBuilder command(Stopping stopping) {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ServingProcess.class.getName(),
                stopping.name());
        builder.environment().keySet().removeIf(name -> name.startsWith("ONECHAT_"));
        return builder;
    }
}
