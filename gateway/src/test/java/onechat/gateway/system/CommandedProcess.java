package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that says a JSON object when it is ready, and then one in answer to each line; it ends with its standard input. Used by one thread.
 */
final class CommandedProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter commands;
    private final Path log;

    /**
     * Starts it, and waits until it is ready.
     *
     * @param log where its standard error goes
     */
    CommandedProcess(List<String> command, Path log) throws IOException {
        this.log = log;
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        answers = process.inputReader(UTF_8);
        commands = new PrintWriter(process.outputWriter(UTF_8), true);
        answer(Object.class);
    }

    /** Says a line to it and waits for the answer. */
    <T> T ask(String line, Class<T> type) throws IOException {
        commands.println(line);
        return answer(type);
    }

    private <T> T answer(Class<T> type) throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IllegalStateException("a process failed: " + Files.readString(log));
        }
        return JsonMapper.shared().readValue(line, type);
    }

    @Override
    public void close() {
        commands.close();
        process.destroy();
        process.onExit().join();
    }
}
