package onechat.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import onechat.protocol.Cmd;
import org.HdrHistogram.Recorder;

/**
 * Two users in a call, one of whom sends candidates at a steady pace, whether the ones before were answered or not. Started by one thread; each client
 * has a reader, and a third thread sends.
 */
final class SteadyPair {
    private final BenchClient sender;
    private final BenchClient receiver;
    private final CandidateText text;
    private final Recorder tookNanos;
    private final Recorder lateNanos;
    private final CandidateText.Reader reader = new CandidateText.Reader();
    private final SequenceCheck sequence = new SequenceCheck();
    private long acked;
    private long received;
    private volatile long sentSoFar;
    private volatile long ackedSoFar;
    private volatile long receivedSoFar;
    private volatile boolean sentAll;
    private volatile boolean over;

    /**
     * Of two who are in a call.
     *
     * @param tookNanos takes how long each relay took, from just before it was written until it was read
     * @param lateNanos takes how much later than meant each was written
     */
    SteadyPair(BenchClient sender, BenchClient receiver, Recorder tookNanos, Recorder lateNanos) {
        this.sender = sender;
        this.receiver = receiver;
        this.tookNanos = tookNanos;
        this.lateNanos = lateNanos;
        this.text = new CandidateText(receiver.person().id(), CandidateText.LEAST_BYTES);
    }

    /** Begins to send at a time, of {@link System#nanoTime}. */
    void start(Readers readers, long beginNanos, long betweenNanos) {
        readers.start(receiver, () -> receiver.read(this::relayed));
        readers.start(sender, () -> sender.read(this::acked));
        Thread.ofVirtual().name("steady-sender").start(() -> {
            try {
                sendAll(beginNanos, betweenNanos);
            } catch (IOException e) {
                readers.failed(sender, e);
            }
        });
    }

    private void sendAll(long beginNanos, long betweenNanos) throws IOException {
        for (long number = 0; !over; number++) {
            long due = beginNanos + number * betweenNanos;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            synchronized (sender) {
                long now = System.nanoTime();
                lateNanos.recordValue(now - due);
                sender.add(text.write(number, now));
                sender.flush();
            }
            sentSoFar = number + 1;
        }
        sentAll = true;
    }

    private void relayed(Payload message) {
        if (message.is(Cmd.CANDIDATE) && reader.read(message)) {
            tookNanos.recordValue(System.nanoTime() - reader.nanos());
            sequence.came(reader.number());
            received++;
            receivedSoFar = received;
        }
    }

    private void acked(Payload message) {
        if (message.is(Cmd.ACK) && Acks.isOfRelay(message.ack())) {
            if (message.ack() != Acks.ofRelay(acked)) {
                throw new UncheckedIOException(new IOException("the acks of relays are out of order"));
            }
            acked++;
            ackedSoFar = acked;
        }
    }

    /** Sends no more. */
    void end() {
        over = true;
    }

    long sent() {
        return sentSoFar;
    }

    /** Whether all that was sent was acked, and as many were received. */
    boolean isAnswered() {
        return sentAll && ackedSoFar == sentSoFar && receivedSoFar >= sentSoFar;
    }

    /** How many of those that were sent never came, came twice or out of order, or were not acked; once the readers have ended. */
    long broken() {
        return sequence.lost(sentSoFar) + sequence.doubled() + sequence.outOfOrder() + sentSoFar - ackedSoFar;
    }
}
