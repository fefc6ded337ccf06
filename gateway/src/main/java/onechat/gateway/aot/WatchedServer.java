package onechat.gateway.aot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.command.CommandFailedException;

/** A server with the demo's users in a process of its own, which nothing around it configures and which ends with its workplace. Used by one thread. */
final class WatchedServer {
    /**
     * Where it is reached.
     *
     * @param tcp host and port for native clients
     * @param http for browsers
     * @param admin for health checks and metrics
     */
    record Places(String tcp, URI http, URI admin) {}

    /** For a start, or for the end with the writing of the cache. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Pattern READY =
            Pattern.compile("(?m)^onechat ready tcp=(?<tcp>\\S+) http=(?<http>\\S+) admin=(?<admin>\\S+)$");
    /** Of what it says when it does not start, the first line that tells something. */
    private static final Pattern REASON =
            Pattern.compile("(?m)^(?!Picked up |Error occurred during initialization of VM$)(?<text>.+)$");

    private static final Pattern FAULT_OF_JVM = Pattern.compile("(?m)^\\[[^]]*]\\[error *]\\[[^]]*] (?<text>.+)$");

    private final Process process;
    private final Path errors;
    private final Places places;

    private WatchedServer(Process process, Path errors, Places places) {
        this.process = process;
        this.errors = errors;
        this.places = places;
    }

    /**
     * Starts it, and waits until it is ready.
     *
     * @param java the command up to the program's own arguments
     * @param secret that it takes tokens with
     * @param workplace where it runs and writes
     * @throws CommandFailedException when it does not start
     */
    static WatchedServer start(List<String> java, String secret, Workplace workplace)
            throws IOException, InterruptedException, CommandFailedException {
        List<String> command = new ArrayList<>(java);
        command.addAll(
                List.of("serve", "--demo", "--tcp-port=0", "--http-port=0", "--admin-port=0", "--command-rate=0"));
        Path output = workplace.folder().resolve("out");
        Path errors = workplace.folder().resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ONECHAT_"));
        builder.environment().put("ONECHAT_JWT_SECRET", secret);
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        Process process = workplace.start(builder);
        return new WatchedServer(process, errors, awaitReady(process, output, errors));
    }

    private static Places awaitReady(Process process, Path output, Path errors)
            throws IOException, InterruptedException, CommandFailedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            boolean ended = process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
            Matcher ready = READY.matcher(Files.readString(output));
            if (ready.find()) {
                return new Places(
                        ready.group("tcp"), URI.create(ready.group("http")), URI.create(ready.group("admin")));
            }
            if (ended) {
                throw new CommandFailedException(
                        "the server that was to be watched did not start" + first(REASON, errors));
            }
        }
        throw new CommandFailedException("the server that was to be watched was not ready after " + PATIENCE.toMinutes()
                + " min" + first(REASON, errors));
    }

    Places places() {
        return places;
    }

    /**
     * Ends it in order, and waits until its JVM has written what it keeps.
     *
     * @throws CommandFailedException when it does not end
     */
    void stop() throws InterruptedException, CommandFailedException {
        process.toHandle().destroy();
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new CommandFailedException("the server that was watched did not end");
        }
    }

    /** Whether it, and what its JVM did after it, ended without a fault. Asked after the end. */
    boolean endedWell() {
        return process.exitValue() == 0;
    }

    /** The first fault that its JVM logged, or nothing, as the end of a sentence. */
    String faultOfJvm() {
        return first(FAULT_OF_JVM, errors);
    }

    private static String first(Pattern what, Path errors) {
        try {
            Matcher line = what.matcher(Files.readString(errors));
            return line.find() ? ": " + line.group("text") : "";
        } catch (IOException e) {
            return "";
        }
    }
}
