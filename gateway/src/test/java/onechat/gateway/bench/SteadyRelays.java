package onechat.gateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import onechat.gateway.bench.People.Person;
import onechat.gateway.command.CommandFailedException;
import onechat.protocol.Command;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pairs in calls that relay candidates at a steady pace, in a process of its own that tells how long those took: for each line with a number of seconds what
 * it measures in that time, and for the line {@code end} what became of all. Used by one thread.
 */
public final class SteadyRelays {
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /**
     * What was measured, times in microseconds.
     *
     * @param lateP50 by how much the process itself was late to send
     */
    public record Measured(
            long relays, double p50, double p99, double p999, double longest, double lateP50, double lateP99) {}

    /**
     * What became of all relays.
     *
     * @param broken how many were lost, doubled or out of order, or not acked
     */
    public record Total(long sent, long broken) {}

    private final Readers readers = new Readers();
    private final Heartbeats heartbeats = new Heartbeats();
    private final Recorder tookNanos = new Recorder(DIGITS);
    private final Recorder lateNanos = new Recorder(DIGITS);
    private final List<SteadyPair> pairs = new ArrayList<>();

    private SteadyRelays() {}

    /**
     * Runs it.
     *
     * @param arguments the server's port; the first room, where the users 2n-1 and 2n are in room n and are called user2n-1 and user2n; how many rooms; how many
     *     relays each has a second; and the password of all users
     */
    public static void main(String[] arguments) throws IOException, CommandFailedException {
        SteadyRelays relays = new SteadyRelays();
        relays.connect(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                arguments[4]);
        relays.start(TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(arguments[3]));
        answer(List.of());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            answer(command.equals("end") ? relays.end() : relays.measure(Integer.parseInt(command)));
        }
    }

    private static void answer(Object value) {
        System.out.println(JsonMapper.shared().writeValueAsString(value));
    }

    private void connect(int port, int firstRoom, int rooms, String password) throws IOException {
        InetSocketAddress tcp = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Dialer dialer = new Dialer(new Target(tcp, "127.0.0.1", null, null), 2 * rooms, RelayRun.BUFFER_BYTES);
        for (int room = firstRoom; room < firstRoom + rooms; room++) {
            BenchClient caller = login(dialer, 2 * room - 1, password);
            BenchClient callee = login(dialer, 2 * room, password);
            caller.create(room);
            callee.join(room);
            pairs.add(new SteadyPair(caller, callee, tookNanos, lateNanos));
        }
    }

    private BenchClient login(Dialer dialer, int user, String password) throws IOException {
        Person person = new Person(user, "user" + user);
        BenchClient client = new BenchClient(dialer.dial(), person);
        client.login(new Command.Password(person.name(), password), "phone", true);
        heartbeats.keep(client);
        return client;
    }

    /** They take turns. */
    private void start(long betweenNanos) {
        long begin = System.nanoTime();
        for (int i = 0; i < pairs.size(); i++) {
            pairs.get(i).start(readers, begin + i * betweenNanos / pairs.size(), betweenNanos);
        }
    }

    private Measured measure(int seconds) throws CommandFailedException {
        tookNanos.reset();
        lateNanos.reset();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        Histogram took = tookNanos.getIntervalHistogram();
        Histogram late = lateNanos.getIntervalHistogram();
        readers.check();
        return new Measured(
                took.getTotalCount(),
                micros(took, 50),
                micros(took, 99),
                micros(took, 99.9),
                micros(took, 100),
                micros(late, 50),
                micros(late, 99));
    }

    private static double micros(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    private Total end() throws CommandFailedException {
        pairs.forEach(SteadyPair::end);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!pairs.stream().allMatch(SteadyPair::isAnswered) && System.nanoTime() - deadline < 0) {
            readers.check();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        readers.close();
        heartbeats.close();
        return new Total(
                pairs.stream().mapToLong(SteadyPair::sent).sum(),
                pairs.stream().mapToLong(SteadyPair::broken).sum());
    }
}
