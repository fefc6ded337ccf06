package onechat.gateway.bench;

import java.io.PrintStream;
import onechat.gateway.command.CommandFailedException;

/**
 * All that a benchmark works with, from its options to its report. Used by one thread.
 *
 * @param logins of the people
 * @param course of the benchmark
 * @param usage of server and bench
 * @param writer of the report
 * @param err takes what is to be said beside it
 */
record Measurement(Logins logins, Course course, Usage usage, ReportWriter writer, PrintStream err)
        implements AutoCloseable {
    /** Writes a report, and says where it may be this process that was measured. */
    void write(Report report, Usage.Cost cost) throws CommandFailedException {
        writer.write(report);
        if (cost.isBusy()) {
            err.println("bench was busy itself: the server may be faster than it looks");
        }
    }

    @Override
    public void close() {
        logins.close();
        course.close();
    }
}
