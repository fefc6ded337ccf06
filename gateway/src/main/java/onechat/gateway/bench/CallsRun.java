package onechat.gateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.command.CommandFailedException;

/** Measures whole calls: pairs of users who call each other, from the ring to the last one's leaving, over and over. Used by one thread. */
final class CallsRun implements CallPair.Judge {
    /** A description and some candidates in one read. */
    static final int BUFFER_BYTES = 8_192;

    private static final Duration DRAIN = Duration.ofSeconds(10);

    /**
     * What is wanted.
     *
     * @param pairs how many calls at once
     * @param warmup before anything is measured
     * @param time that is measured
     * @param talk what is said in each call
     */
    record Options(int pairs, Duration warmup, Duration time, CallPair.Talk talk) {}

    private final Options options;
    private final Measurement measurement;
    private final Readers readers = new Readers();
    private final Window window;
    private final Latencies setups = new Latencies();
    private final List<CallPair> pairs = new ArrayList<>();
    private volatile boolean over;

    CallsRun(Options options, Measurement measurement) {
        this.options = options;
        this.measurement = measurement;
        this.window = new Window(measurement, readers, "calls", this::calls);
    }

    /**
     * Measures.
     *
     * @throws CommandFailedException when a connection failed, a call did not go as it should, or did not end
     */
    void run() throws CommandFailedException {
        Window.Measured measured;
        try (readers;
                Heartbeats heartbeats = new Heartbeats()) {
            connect(heartbeats);
            for (CallPair pair : pairs) {
                pair.start(readers);
            }
            measured = window.measure(options.warmup(), options.time());
            over = true;
            drain();
        }
        double seconds = measured.cost().seconds();
        Report report = new Report()
                .count("calls", "calls", measured.done())
                .number("seconds", "in", seconds, 3, "s")
                .number("calls_per_second", "calls a second", measured.done() / seconds, 1, "");
        setups.total().add(report, "set-up");
        measurement.write(measured.cost().add(report, measured.done(), "calls"), measured.cost());
    }

    private void connect(Heartbeats heartbeats) throws CommandFailedException {
        measurement.logins().inPairs(options.pairs(), measurement.course(), (number, room, caller, callee) -> {
            heartbeats.keep(caller);
            heartbeats.keep(callee);
            synchronized (pairs) {
                pairs.add(new CallPair(number, room, caller, callee, options.talk(), this));
            }
        });
    }

    private void drain() throws CommandFailedException {
        boolean ended = measurement
                .course()
                .await(
                        DRAIN,
                        () -> {
                            readers.check();
                            return pairs.stream().allMatch(CallPair::isOver);
                        },
                        () -> "waiting for the last calls to end");
        if (!ended) {
            long left = pairs.stream().filter(pair -> !pair.isOver()).count();
            throw new CommandFailedException(left + " calls did not end within " + DRAIN.toSeconds() + " s");
        }
    }

    private long calls() {
        return pairs.stream().mapToLong(CallPair::calls).sum();
    }

    @Override
    public void setUp(int pair, long nanos) {
        if (window.isOpen()) {
            setups.add(pair, nanos);
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
