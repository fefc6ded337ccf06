package onechat.protocol;

import java.util.concurrent.TimeUnit;
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
 * Prints what the codec takes for a relay, step by step: nanoseconds and octets allocated ({@code gc.alloc.rate.norm}). Confined to one thread.
 *
 * <p>Its name keeps it out of the build's tests. To run it, on a machine that does nothing else:
 *
 * <pre>
 * mvn -pl protocol test -Dtest=CodecBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private static final String CANDIDATE =
            "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.168.1.4 rport 46154 generation 0"
                    + " ufrag 4ZcD network-cost 999";
    private static final int OFFER_CHARACTERS = 3_000;

    /** What is relayed. */
    public enum Content {
        CANDIDATE,
        OFFER
    }

    /** What is relayed. */
    @Param
    public Content content = Content.CANDIDATE;

    private final CommandDecoder commandDecoder = new CommandDecoder();
    private final MessageEncoder messageEncoder = new MessageEncoder();
    private final FrameDecoder frameDecoder = new FrameDecoder(Limits.DEFAULT_MAX_PAYLOAD_BYTES);
    private byte[] payload = {};
    private byte[] frame = {};
    private byte[] network = {};
    private Message ack = new Message.Acked(Cmd.CANDIDATE, Ack.of("c-12345678"), Message.Plain.INSTANCE);
    private int payloads;

    /** Makes what is relayed. */
    @Setup
    public void encode() throws RefusedException {
        CommandEncoder encoder = new CommandEncoder();
        Ack own = Ack.of("c-12345678");
        payload = switch (content) {
            case CANDIDATE -> encoder.candidate(Peer.of(2), new IceCandidate(CANDIDATE, 0, "0", null), own);
            case OFFER -> encoder.offer(Peer.of(2), "a=candidate\r\n".repeat(OFFER_CHARACTERS / 13), own);
        };
        frame = FrameEncoder.frame(payload);
        network = new byte[frame.length];
        Command.Relay relay = (Command.Relay) commandDecoder.decode(payload, 0, payload.length);
        ack = new Message.Acked(relay.cmd(), own, Message.Plain.INSTANCE);
    }

    /** The octets of a frame, to a payload. */
    @Benchmark
    public int frameDecoder() throws FramingException {
        frameDecoder.feed(frame, 0, frame.length, (octets, offset, length) -> payloads++);
        return payloads;
    }

    /** A payload, to a command. */
    @Benchmark
    public Command commandDecoder() throws RefusedException {
        return commandDecoder.decode(payload, 0, payload.length);
    }

    /** A payload, to the one that the receiver gets. */
    @Benchmark
    public byte[] commandDecoderAndRelayBody() throws RefusedException {
        return ((Command.Relay) commandDecoder.decode(payload, 0, payload.length))
                .body()
                .withFrom(1);
    }

    /** The sender's ack, to a payload. */
    @Benchmark
    public byte[] messageEncoderOfAck() {
        return messageEncoder.encode(ack);
    }

    /** A payload, to the octets of a frame. */
    @Benchmark
    public int frameEncoder() {
        return FrameEncoder.write(payload, network, 0);
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
                        .jvmArgs("-XX:+UseCompactObjectHeaders")
                        .build())
                .run();
    }
}
