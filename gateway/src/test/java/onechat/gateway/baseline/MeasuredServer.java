package onechat.gateway.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that runs in a process of its own. Used by one thread.
 *
 * @param port where it serves, on 127.0.0.1
 * @param people those who may log in
 * @param end ends it
 */
record MeasuredServer(long pid, int port, Path people, Runnable end) implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready 127\\.0\\.0\\.1:(\\d+)");

    /** Starts a process that says {@code ready 127.0.0.1:PORT} when it serves, and that ends when its standard input does. */
    static MeasuredServer start(List<String> command, Path people, Path log) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        BufferedReader said = process.inputReader(UTF_8);
        Matcher ready = READY.matcher(String.valueOf(said.readLine()));
        if (!ready.matches()) {
            end(process);
            throw new IllegalStateException(command + " did not start: " + Files.readString(log));
        }
        return new MeasuredServer(process.pid(), Integer.parseInt(ready.group(1)), people, () -> end(process));
    }

    static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void close() {
        end.run();
    }
}
