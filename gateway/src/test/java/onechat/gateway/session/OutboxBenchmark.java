package onechat.gateway.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import onechat.gateway.admin.Metrics;
import onechat.gateway.signaling.CallRules;
import onechat.gateway.signaling.Calls;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.Devices;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.CommandDecoder;
import onechat.protocol.CommandEncoder;
import onechat.protocol.IceCandidate;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import onechat.protocol.RefusedException;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Prints what a candidate takes from its sender's command, decoded, to a connection that takes everything: nanoseconds and octets allocated
 * ({@code gc.alloc.rate.norm}), of all threads. Used by one thread; where another writes, that one is the server's.
 *
 * <p>Its name keeps it out of the build's tests. To run it, on a machine that does nothing else:
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=OutboxBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OutboxBenchmark {
    private static final long SENDER = 1;
    private static final long RECEIVER = 2;
    private static final String CANDIDATE =
            "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.168.1.4 rport 46154 generation 0"
                    + " ufrag 4ZcD network-cost 999";
    /** A client reports what it got at least that often (contract section 4). */
    private static final int RELAYS_A_REPORT = 256;

    /** Whether the receiver's session is one that can be resumed. */
    @Param({"false", "true"})
    public boolean resume;

    private final Metrics metrics = new Metrics();
    private Receiver receiver = new Receiver(false);
    private Command.Relay relay = decoded();
    private Message.Relayed relayed = relayed();

    /** Makes who receives. */
    @Setup
    public void connect() {
        receiver = new Receiver(resume);
    }

    private static Command.Relay decoded() {
        byte[] payload = new CommandEncoder()
                .candidate(Peer.of(RECEIVER), new IceCandidate(CANDIDATE, 0, "0", null), Ack.of("c-12345678"));
        try {
            return (Command.Relay) new CommandDecoder().decode(payload, 0, payload.length);
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Message.Relayed relayed() {
        return new Message.Relayed(relay.cmd(), SENDER, relay.body().withFrom(SENDER));
    }

    /** What was encoded before, into the outbox and, by the same thread, out of it. */
    @Benchmark
    public long offerAndWrite() {
        return receiver.get(relayed, true);
    }

    /** Encoded too. */
    @Benchmark
    public long encodeOfferAndWrite() {
        return receiver.get(relayed(), true);
    }

    /** The same, written by a thread of the server's as for any connection but the reader's own; waits until that is done. */
    @Benchmark
    public long encodeOfferAndWriteElsewhere() {
        return receiver.get(relayed(), false);
    }

    /** A device that is logged in, and its connection. */
    private final class Receiver implements Connection {
        private final Sessions sessions = new Sessions(
                new SessionOptions(
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(10),
                        0,
                        SessionOptions.DEFAULT_MAX_OUTBOX_BYTES,
                        0,
                        0,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30)),
                new Sessions.Directory((credentials, address) -> RECEIVER, user -> List.of(), room -> Set.of()),
                new Devices(1),
                new Calls(new CallRules(2, Duration.ofSeconds(60)), metrics.events()),
                user -> List.of(),
                metrics.events(),
                System::nanoTime);
        private final ClientConnection connection = new ClientConnection(this, sessions, 1, true);
        private final Device device;
        private long due;
        private volatile long taken;

        Receiver(boolean resume) {
            device = resume
                    ? new ResumableSession(
                                    SessionKey.random(new SecureRandom()),
                                    ConcurrentHashMap.newKeySet(),
                                    RECEIVER,
                                    "phone",
                                    connection)
                            .device()
                    : new Device(RECEIVER, "phone", connection.outbox());
            connection.adopt(device);
        }

        /** One more message, as a read of the sender's brings it; returns when it is written. */
        long get(Message message, boolean byThisThread) {
            Batch batch = sessions.newBatch();
            batch.deliver(device, message);
            if (byThisThread) {
                batch.flush(connection.outbox());
            } else {
                batch.flush();
            }
            due++;
            while (taken < due) {
                Thread.onSpinWait();
            }
            ResumableSession session = connection.session();
            if (session != null && due % RELAYS_A_REPORT == 0) {
                session.received(due);
            }
            return due;
        }

        @Override
        public void write(List<byte[]> payloads) {
            synchronized (this) {
                taken += payloads.size();
            }
        }

        @Override
        public void close(CloseReason reason) {
            throw new AssertionError("closed: " + reason);
        }

        @Override
        public void abort() {
            throw new AssertionError("cut");
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.1";
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void timeAndAllocationOfEachStep() throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include("\\." + getClass().getSimpleName() + "\\.")
                        .forks(Integer.getInteger("onechat.rounds", 2))
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .jvmArgs("-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED")
                        .build())
                .run();
    }
}
