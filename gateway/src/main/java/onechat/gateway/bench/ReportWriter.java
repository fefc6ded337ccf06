package onechat.gateway.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import onechat.gateway.command.CommandFailedException;
import org.jspecify.annotations.Nullable;

/** Writes a report where it was asked for. Confined to one thread. */
final class ReportWriter {
    private final PrintStream out;
    private final boolean json;
    private final @Nullable Path file;

    /**
     * A writer.
     *
     * @param out takes the table, or the JSON object
     * @param json which of them
     * @param file takes the JSON object too, or null
     */
    ReportWriter(PrintStream out, boolean json, @Nullable Path file) {
        this.out = out;
        this.json = json;
        this.file = file;
    }

    void write(Report report) throws CommandFailedException {
        if (json) {
            out.println(report.json());
        } else {
            out.print(report.table());
        }
        out.flush();
        if (file != null) {
            try {
                Files.writeString(file, report.json() + System.lineSeparator());
            } catch (IOException e) {
                throw new CommandFailedException("can't write the file " + file + ": " + e.getMessage());
            }
        }
    }
}
