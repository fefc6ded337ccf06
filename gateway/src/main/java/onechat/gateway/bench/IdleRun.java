package onechat.gateway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import onechat.gateway.command.CommandFailedException;
import onechat.protocol.Cmd;
import org.jspecify.annotations.Nullable;

/** Measures connections that are logged in and say nothing but their heartbeats: the memory and the CPU that they take. Used by one thread. */
final class IdleRun {
    /** The ack of a ping is short. */
    static final int BUFFER_BYTES = 512;

    /**
     * What is wanted.
     *
     * @param connections how many
     * @param time they stay
     */
    record Options(int connections, Duration time) {}

    private final Options options;
    private final Measurement measurement;
    private final @Nullable ResidentMemory memory;
    private final Readers readers = new Readers();
    private final LongAdder pings = new LongAdder();

    /** @param memory the server's, or null where nobody says which process it is */
    IdleRun(Options options, Measurement measurement, @Nullable ResidentMemory memory) {
        this.options = options;
        this.measurement = measurement;
        this.memory = memory;
    }

    /**
     * Measures.
     *
     * @throws CommandFailedException when a connection failed, or ended before its time
     */
    void run() throws CommandFailedException {
        long before = memory == null ? 0 : memory.bytes();
        Window.Measured measured;
        long after;
        try (readers;
                Heartbeats heartbeats = new Heartbeats()) {
            connect(heartbeats);
            measured =
                    new Window(measurement, readers, "heartbeats", pings::sum).measure(Duration.ZERO, options.time());
            after = memory == null ? 0 : memory.bytes();
        }
        Report report = new Report()
                .count("connections", "connections", options.connections())
                .number("seconds", "for", measured.cost().seconds(), 3, "s")
                .count("heartbeats", "heartbeats answered", measured.done());
        if (memory != null) {
            report.count("rss_before", "server's memory before, octets", before)
                    .count("rss_after", "server's memory at the end, octets", after)
                    .count(
                            "rss_per_connection",
                            "octets a connection",
                            Math.round((after - before) / (double) options.connections()));
        }
        measurement.write(measured.cost().add(report, 0, ""), measured.cost());
    }

    private void connect(Heartbeats heartbeats) throws CommandFailedException {
        measurement.logins().forEachPerson(options.connections(), measurement.course(), (number, person, device) -> {
            BenchClient client = measurement.logins().login(person, device);
            readers.start(client, () -> read(client));
            heartbeats.keep(client);
        });
    }

    private void read(BenchClient client) throws IOException {
        client.read(message -> {
            if (message.is(Cmd.ACK) && Acks.isOfPing(message.ack())) {
                pings.increment();
            }
        });
    }
}
