package onechat.gateway.bench;

import java.time.Duration;
import onechat.gateway.command.CommandFailedException;

/** Measures a storm, after others that don't count. Used by one thread. */
final class StormRun {
    /** The answer to a login. */
    static final int BUFFER_BYTES = 512;

    /**
     * What is wanted.
     *
     * @param connections how many
     * @param patience how long they wait for their answers
     * @param warmup storms before the one that counts
     */
    record Options(int connections, Duration patience, int warmup) {}

    private final Options options;
    private final Measurement measurement;

    StormRun(Options options, Measurement measurement) {
        this.options = options;
        this.measurement = measurement;
    }

    /**
     * Measures.
     *
     * @throws CommandFailedException when not all got in; the report is written by then
     */
    void run() throws CommandFailedException {
        for (int i = 0; i < options.warmup(); i++) {
            storm("warm-up");
        }
        Storm.Outcome outcome = storm("storm");
        boolean allIn = outcome.failed() == 0;
        Report report = new Report()
                .count("connections", "connections", options.connections())
                .count("logged_in", "logged in", outcome.loggedIn())
                .number("seconds", allIn ? "all in after" : "the last in after", outcome.lastSeconds(), 3, "s");
        outcome.latencies().add(report, "login");
        report.count("failed", "failed", outcome.failed()).counts("failures", "failed with", outcome.failures());
        outcome.queue().ifPresent(queue -> report.count(
                        "listen_overflows", "full listen queues on this machine", queue.overflows())
                .count("listen_drops", "dropped connections on this machine", queue.drops()));
        measurement.write(outcome.cost().add(report, outcome.loggedIn(), "logins"), outcome.cost());
        if (!allIn) {
            throw new CommandFailedException(
                    outcome.failed() + " of " + options.connections() + " did not get in: " + outcome.failures());
        }
    }

    private Storm.Outcome storm(String what) throws CommandFailedException {
        return new Storm(options.connections(), options.patience(), measurement, what).run();
    }
}
