package onechat.gateway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import onechat.gateway.bench.People.Person;
import onechat.gateway.command.CommandFailedException;
import onechat.protocol.Command;
import org.jspecify.annotations.Nullable;

/** Connects and logs in the people that a benchmark needs. Used by many threads at once. */
final class Logins implements AutoCloseable {
    /** A server takes no more than 100 logins by password of one address at once. */
    private static final int AT_ONCE = 64;

    /** Always the same: whoever was left over from another run is replaced. */
    private static final String DEVICE = "bench";

    /** What a server takes of one user, unless told otherwise. */
    private static final int DEVICES = 16;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** What two users do once they are logged in. */
    @FunctionalInterface
    interface Pairing {
        void met(int number, long room, BenchClient first, BenchClient second) throws IOException;
    }

    private final Dialer dialer;
    private final People people;
    private final Credentials credentials;
    private final boolean resume;
    private final Queue<BenchClient> clients = new ConcurrentLinkedQueue<>();

    /** @param resume whether the sessions are ones that could be resumed */
    Logins(Dialer dialer, People people, Credentials credentials, boolean resume) {
        this.dialer = dialer;
        this.people = people;
        this.credentials = credentials;
        this.resume = resume;
    }

    long octets() {
        return dialer.octets();
    }

    /**
     * Logs in a user.
     *
     * @param device the name of the user's device
     * @throws IOException when the server can't be reached, or refuses it
     */
    BenchClient login(Person person, String device) throws IOException {
        return login(person, credentials(person), device);
    }

    /** The same with credentials that were made before. */
    BenchClient login(Person person, Command.Credentials with, String device) throws IOException {
        BenchClient client = new BenchClient(dialer.dial(), person);
        clients.add(client);
        client.login(with, device, resume);
        return client;
    }

    /** What a user logs in with. */
    Command.Credentials credentials(Person person) {
        return credentials.of(person);
    }

    /**
     * Logs in so many pairs.
     *
     * @throws CommandFailedException when one can't be
     */
    void inPairs(int pairs, Course course, Pairing pairing) throws CommandFailedException {
        if (people.pairs() < pairs) {
            throw new CommandFailedException("the file has rooms for " + people.pairs() + " pairs of users, not for "
                    + pairs + "; bench prepare --users " + 2 * pairs + " makes that many");
        }
        forEach(pairs, course, number -> {
            BenchClient first = login(people.users().get(2 * number), DEVICE);
            BenchClient second = login(people.users().get(2 * number + 1), DEVICE);
            pairing.met(number, people.rooms().get(number), first, second);
        });
    }

    /** What one of many devices does. */
    @FunctionalInterface
    interface Arrival {
        void arrive(int number, Person person, String device) throws IOException;
    }

    /**
     * Has so many devices come, each a user's first as long as there are users, then each a user's second, and so on.
     *
     * @throws CommandFailedException when there are too few users, or one fails
     */
    void forEachPerson(int devices, Course course, Arrival arrival) throws CommandFailedException {
        int users = people.users().size();
        if (devices > (long) users * DEVICES) {
            throw new CommandFailedException("the file has " + users + " users, of whom each may have " + DEVICES
                    + " devices, not " + devices + " in all; bench prepare --users " + (devices + DEVICES - 1) / DEVICES
                    + " makes enough");
        }
        forEach(
                devices,
                course,
                number -> arrival.arrive(
                        number,
                        people.users().get(number % users),
                        DEVICE + (number / users == 0 ? "" : "-" + number / users)));
    }

    /** Something that is done for each number. */
    @FunctionalInterface
    interface Step {
        void make(int number) throws IOException;
    }

    /** Does something for each number, a few at once. */
    void forEach(int count, Course course, Step step) throws CommandFailedException {
        Semaphore turns = new Semaphore(AT_ONCE);
        AtomicInteger done = new AtomicInteger();
        AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        Thread.ofVirtual().name("bench-logins").start(() -> {
            for (int i = 0; i < count && failure.get() == null && !course.isStopped(); i++) {
                int number = i;
                turns.acquireUninterruptibly();
                Thread.ofVirtual().name("bench-login").start(() -> {
                    try {
                        step.make(number);
                        done.incrementAndGet();
                    } catch (IOException e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        turns.release();
                    }
                });
            }
        });
        boolean all = course.await(
                PATIENCE,
                () -> done.get() == count || failure.get() != null || course.isStopped(),
                () -> "login: " + done.get() + " of " + count);
        IOException first = failure.get();
        if (first != null) {
            throw new CommandFailedException(dialer.target().place() + ": " + Failures.text(first));
        }
        if (!all || course.isStopped()) {
            throw new CommandFailedException("stopped before everybody was logged in");
        }
    }

    /** Cuts every connection that is left. */
    @Override
    public void close() {
        clients.forEach(BenchClient::close);
    }
}
