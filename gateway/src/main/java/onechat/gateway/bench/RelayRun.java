package onechat.gateway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import onechat.gateway.bench.Latencies.Distribution;
import onechat.gateway.command.CommandFailedException;

/** Measures relays: pairs of users in calls, one of each sends candidates to the other. Used by one thread; its pairs have their own. */
final class RelayRun {
    /** A batch of many relays in one read. */
    static final int BUFFER_BYTES = 16_384;

    private static final Duration DRAIN = Duration.ofSeconds(10);

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
    record Options(int pairs, int outstanding, long rate, Duration warmup, Duration time, int payloadBytes) {}

    private final Options options;
    private final Logins logins;
    private final Course course;
    private final Usage usage;
    private final Latencies latencies = new Latencies();
    private final List<RelayPair> pairs = new ArrayList<>();
    private volatile boolean measuring;
    private volatile boolean over;

    RelayRun(Options options, Logins logins, Course course, Usage usage) {
        this.options = options;
        this.logins = logins;
        this.course = course;
        this.usage = usage;
    }

    /**
     * Measures.
     *
     * @throws CommandFailedException when a connection failed, or a relay was lost, doubled or out of order; the report is written by then
     */
    void run(ReportWriter writer) throws CommandFailedException {
        Report report;
        try (Readers readers = new Readers();
                Heartbeats heartbeats = new Heartbeats()) {
            connect(heartbeats);
            start(readers);
            report = measure(readers);
        }
        long lost = 0;
        long doubled = 0;
        long outOfOrder = 0;
        for (RelayPair pair : pairs) {
            lost += Math.max(0, pair.sequence().lost(pair.sent()));
            doubled += pair.sequence().doubled();
            outOfOrder += pair.sequence().outOfOrder();
        }
        report.count("sent", "relays sent in all", total(true)).count("lost", "lost", lost);
        report.count("doubled", "doubled", doubled).count("out_of_order", "out of order", outOfOrder);
        writer.write(report);
        if (lost + doubled + outOfOrder > 0) {
            throw new CommandFailedException("the server broke its promise: of " + total(true) + " relays it lost "
                    + lost + ", doubled " + doubled + " and put " + outOfOrder + " out of order");
        }
    }

    private void connect(Heartbeats heartbeats) throws CommandFailedException {
        logins.inPairs(options.pairs(), course, (number, room, caller, callee) -> {
            RelayPair.Pace pace = new RelayPair.Pace(
                    options.outstanding(),
                    options.rate() == 0 ? 0 : (double) TimeUnit.SECONDS.toNanos(1) * options.pairs() / options.rate());
            caller.create(room);
            callee.join(room);
            heartbeats.keep(caller);
            heartbeats.keep(callee);
            var text = new CandidateText(callee.person().id(), options.payloadBytes());
            synchronized (pairs) {
                pairs.add(new RelayPair(number, caller, callee, text, pace, this));
            }
        });
    }

    private void start(Readers readers) {
        long begin = System.nanoTime();
        for (int i = 0; i < pairs.size(); i++) {
            // Those who send at a rate take turns.
            long turn = options.rate() == 0 ? 0 : i * TimeUnit.SECONDS.toNanos(1) / options.rate();
            pairs.get(i).start(readers, begin + turn);
        }
    }

    private Report measure(Readers readers) throws CommandFailedException {
        course.pass(options.warmup(), sound(readers), new Pulse("warm-up", options.warmup()));
        Usage.Mark before = usage.mark(logins.octets());
        long relaysBefore = total(false);
        measuring = true;
        course.pass(options.time(), sound(readers), new Pulse("relay", options.time()));
        long relays = total(false) - relaysBefore;
        Usage.Mark after = usage.mark(logins.octets());
        measuring = false;
        over = true;
        course.await(
                DRAIN,
                () -> {
                    readers.check();
                    return pairs.stream().allMatch(RelayPair::isQuiet);
                },
                () -> "relay: waiting for the last relays");
        return report(relays, before, after);
    }

    private static Course.Condition sound(Readers readers) {
        return () -> {
            readers.check();
            return true;
        };
    }

    /** Tells the speed of the last second. */
    private final class Pulse implements Course.Progress {
        private final String what;
        private final Duration time;
        private final long begin = System.nanoTime();
        private long last = System.nanoTime();
        private long lastTotal = total(false);

        Pulse(String what, Duration time) {
            this.what = what;
            this.time = time;
        }

        @Override
        public String line() {
            long now = System.nanoTime();
            long total = total(false);
            double speed = (total - lastTotal) * 1e9 / (now - last);
            last = now;
            lastTotal = total;
            return String.format(
                    Locale.ROOT,
                    "%s: %d s of %d, %,.0f relays/s",
                    what,
                    Math.round((now - begin) / 1e9),
                    time.toSeconds(),
                    speed);
        }
    }

    private Report report(long relays, Usage.Mark before, Usage.Mark after) {
        Distribution all = latencies.total();
        double seconds = after.secondsSince(before);
        Report report = new Report()
                .count("relays", "relays", relays)
                .number("seconds", "in", seconds, 3, "s")
                .number("relays_per_second", "relays a second", relays / seconds, 1, "")
                .number("p50_us", "latency, p50", all.micros(50), 1, "us")
                .number("p99_us", "latency, p99", all.micros(99), 1, "us")
                .number("p99_9_us", "latency, p99.9", all.micros(99.9), 1, "us")
                .number("max_us", "latency, longest", all.longestMicros(), 1, "us");
        return usage.add(report, before, after, relays, "relays");
    }

    private long total(boolean sent) {
        long total = 0;
        for (RelayPair pair : pairs) {
            total += sent ? pair.sent() : pair.received();
        }
        return total;
    }

    /** A relay was received that took so long. */
    void relayed(int pair, long nanos) {
        if (measuring) {
            latencies.add(pair, nanos);
        }
    }

    /** An ack came, which should have been the next: {@code off} is how far it is from that. */
    void acked(BenchClient sender, long off) {
        if (off != 0) {
            throw new java.io.UncheckedIOException(new IOException("the acks of relays are out of order, " + off
                    + " off, at user " + sender.person().id()));
        }
    }

    /** Whether no more is sent. */
    boolean isOver() {
        return over;
    }
}
