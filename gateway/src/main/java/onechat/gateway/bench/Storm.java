package onechat.gateway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import onechat.gateway.bench.People.Person;
import onechat.gateway.command.CommandFailedException;
import onechat.protocol.Command;

/** Many who connect and log in at the same moment, once. Used by one thread; each of them has one. */
final class Storm {
    /** As many reasons are told apart; a server that invents more would fill the report. */
    private static final int MOST_REASONS = 20;

    private static final String NO_ANSWER = "no answer in time";
    private static final Duration LEAVING = Duration.ofSeconds(5);

    /**
     * What became of them.
     *
     * @param loggedIn how many got in
     * @param lastSeconds when the last of them was, in seconds from the beginning
     * @param latencies how long each took, from the beginning
     * @param failures of the others, by code or cause
     * @param cost until the last answer
     * @param queue connections that this machine's kernel turned away meanwhile
     */
    record Outcome(
            int loggedIn,
            double lastSeconds,
            Latencies.Distribution latencies,
            Map<String, Long> failures,
            Usage.Cost cost,
            Optional<ListenQueue> queue) {
        long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private final int connections;
    private final Duration patience;
    private final Measurement measurement;
    private final String what;
    private final Readers readers = new Readers();
    private final Latencies latencies = new Latencies();
    private final CountDownLatch begin = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger in = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong lastNanos = new AtomicLong();
    private final Map<String, Long> failures = new TreeMap<>();
    private volatile long beginNanos;
    private volatile boolean over;

    Storm(int connections, Duration patience, Measurement measurement, String what) {
        this.connections = connections;
        this.patience = patience;
        this.measurement = measurement;
        this.what = what;
    }

    /** Lets it happen; afterwards everybody is gone again. */
    Outcome run() throws CommandFailedException {
        try (readers;
                Heartbeats heartbeats = new Heartbeats()) {
            gather(heartbeats);
            Optional<ListenQueue> queueBefore = ListenQueue.now();
            Usage.Mark before = measurement.usage().mark();
            beginNanos = System.nanoTime();
            begin.countDown();
            Course course = measurement.course();
            course.await(
                    patience,
                    () -> answered.get() == connections || course.isStopped(),
                    () -> what + ": " + in.get() + " of " + connections + " are in");
            Usage.Cost cost = measurement.usage().since(before);
            Optional<ListenQueue> queue = ListenQueue.now().flatMap(now -> queueBefore.map(now::since));
            giveUp();
            synchronized (failures) {
                return new Outcome(
                        in.get(), lastNanos.get() / 1e9, latencies.total(), new TreeMap<>(failures), cost, queue);
            }
        }
    }

    /** Everybody stands ready, with credentials: to sign a token takes time. */
    private void gather(Heartbeats heartbeats) throws CommandFailedException {
        Logins logins = measurement.logins();
        logins.forEachPerson(connections, measurement.course(), (number, person, device) -> {
            Command.Credentials credentials = logins.credentials(person);
            Thread thread = Thread.ofVirtual().name("bench-storm").start(() -> {
                try {
                    begin.await();
                    heartbeats.keep(logIn(number, person, credentials, device));
                } catch (RefusedException e) {
                    failed(Integer.toString(e.code()));
                } catch (IOException e) {
                    failed(Failures.text(e));
                } catch (InterruptedException e) {
                    failed(NO_ANSWER);
                } finally {
                    answered.incrementAndGet();
                }
            });
            synchronized (threads) {
                threads.add(thread);
            }
        });
    }

    private BenchClient logIn(int number, Person person, Command.Credentials credentials, String device)
            throws IOException {
        BenchClient client = measurement.logins().login(person, credentials, device);
        long nanos = System.nanoTime() - beginNanos;
        readers.start(client, () -> client.read(message -> {}));
        latencies.add(number, nanos);
        lastNanos.accumulateAndGet(nanos, Math::max);
        in.incrementAndGet();
        return client;
    }

    private void failed(String why) {
        String reason = over ? NO_ANSWER : why;
        synchronized (failures) {
            boolean told = failures.containsKey(reason) || failures.size() < MOST_REASONS;
            failures.merge(told ? reason : "other", 1L, Long::sum);
        }
    }

    /** Whoever still waits is interrupted, which cuts the connection. */
    private void giveUp() {
        over = true;
        long deadline = System.nanoTime() + LEAVING.toNanos();
        List<Thread> all;
        synchronized (threads) {
            all = List.copyOf(threads);
        }
        all.forEach(Thread::interrupt);
        for (Thread thread : all) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
