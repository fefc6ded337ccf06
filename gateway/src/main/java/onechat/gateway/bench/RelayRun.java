package onechat.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import onechat.gateway.bench.Latencies.Distribution;
import onechat.gateway.command.CommandFailedException;

/** Measures relays: pairs of users in calls, one of each sends candidates to the other. Used by one thread; its pairs have their own. */
final class RelayRun implements RelayPair.Judge {
    /** A batch of many relays in one read. */
    static final int BUFFER_BYTES = 16_384;

    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration LATE = Duration.ofSeconds(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * What is wanted.
     *
     * @param pairs how many
     * @param outstanding how many relays of a pair may wait for their acks
     * @param rate relays a second of all pairs together; 0 for as fast as it goes
     * @param warmup before anything is measured
     * @param time that is measured
     * @param payloadBytes of each relay
     */
    record Options(int pairs, int outstanding, long rate, Duration warmup, Duration time, int payloadBytes) {
        /** How a pair sends. */
        RelayPair.Pace pace() {
            return new RelayPair.Pace(outstanding, rate == 0 ? 0 : (double) SECOND * pairs / rate);
        }
    }

    private final Options options;
    private final Measurement measurement;
    private final Readers readers = new Readers();
    private final Window window;
    private final Latencies latencies = new Latencies();
    private final List<RelayPair> pairs = new ArrayList<>();
    private volatile boolean over;

    RelayRun(Options options, Measurement measurement) {
        this.options = options;
        this.measurement = measurement;
        this.window = new Window(measurement, readers, "relays", () -> total(RelayPair::received));
    }

    /**
     * Measures.
     *
     * @throws CommandFailedException when a connection failed, or a relay was lost, doubled or out of order; the report is written by then
     */
    void run() throws CommandFailedException {
        Window.Measured measured;
        try (readers;
                Heartbeats heartbeats = new Heartbeats()) {
            connect(heartbeats);
            start();
            measured = window.measure(options.warmup(), options.time());
            drain();
        }
        Report report = report(measured);
        long sent = total(RelayPair::sent);
        long lost = total(RelayPair::lost);
        long doubled = total(pair -> pair.sequence().doubled());
        long outOfOrder = total(pair -> pair.sequence().outOfOrder());
        report.count("sent", "relays sent in all", sent)
                .count("lost", "lost", lost)
                .count("doubled", "doubled", doubled)
                .count("out_of_order", "out of order", outOfOrder);
        measurement.write(report, measured.cost());
        if (lost + doubled + outOfOrder > 0) {
            throw new CommandFailedException("the server broke its promise: of " + sent + " relays it lost " + lost
                    + ", doubled " + doubled + " and put " + outOfOrder + " out of order");
        }
    }

    private void connect(Heartbeats heartbeats) throws CommandFailedException {
        measurement.logins().inPairs(options.pairs(), measurement.course(), (number, room, caller, callee) -> {
            caller.create(room);
            callee.join(room);
            heartbeats.keep(caller);
            heartbeats.keep(callee);
            var text = new CandidateText(callee.person().id(), options.payloadBytes());
            synchronized (pairs) {
                pairs.add(new RelayPair(number, caller, callee, text, options.pace(), this));
            }
        });
    }

    private void start() {
        long begin = System.nanoTime();
        for (int i = 0; i < pairs.size(); i++) {
            // Those who send at a rate take turns.
            long turn = options.rate() == 0 ? 0 : i * SECOND / options.rate();
            pairs.get(i).start(readers, begin + turn);
        }
    }

    private void drain() throws CommandFailedException {
        over = true;
        await(DRAIN, RelayPair::isAnswered);
        // What comes in order is all there by now; only what was overtaken may be still on its way.
        await(LATE, RelayPair::isQuiet);
    }

    private void await(Duration time, Predicate<RelayPair> state) throws CommandFailedException {
        Course.Condition all = () -> {
            readers.check();
            return pairs.stream().allMatch(state);
        };
        measurement.course().await(time, all, () -> "waiting for the last relays");
    }

    private Report report(Window.Measured measured) {
        Distribution all = latencies.total();
        double seconds = measured.cost().seconds();
        Report report = new Report()
                .count("relays", "relays", measured.done())
                .number("seconds", "in", seconds, 3, "s")
                .number("relays_per_second", "relays a second", measured.done() / seconds, 1, "");
        return measured.cost().add(all.add(report, "latency"), measured.done(), "relays");
    }

    private long total(ToLongFunction<RelayPair> figure) {
        return pairs.stream().mapToLong(figure).sum();
    }

    @Override
    public void relayed(int pair, long nanos) {
        if (window.isOpen()) {
            latencies.add(pair, nanos);
        }
    }

    @Override
    public void acked(BenchClient sender, long off) {
        if (off != 0) {
            throw new UncheckedIOException(new IOException("the acks of relays are out of order, by " + off));
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
