package onechat.gateway.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import onechat.protocol.Cmd;
import org.jspecify.annotations.Nullable;

/**
 * Two users in a call, one of whom sends candidates that the other receives. Each has a reader; where there is a rate, a third thread sends. The
 * counts are for any thread, and may be a read behind.
 */
final class RelayPair {
    /** Longest wait of whoever sends at a rate: it must see the end. */
    private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * When it sends.
     *
     * @param outstanding how many may wait for their acks
     * @param betweenNanos from one to the next; 0 for at once
     */
    record Pace(int outstanding, double betweenNanos) {}

    /** Takes what is measured. Used by many threads at once. */
    interface Judge {
        /** A relay was received that took so long. */
        void relayed(int pair, long nanos);

        /** An ack came, which should have been the next: {@code off} is how far it is from that. */
        void acked(BenchClient sender, long off);

        /** Whether no more is sent. */
        boolean isOver();
    }

    private final int number;
    private final BenchClient sender;
    private final BenchClient receiver;
    private final CandidateText text;
    private final Pace pace;
    private final Judge judge;
    private final SequenceCheck sequence = new SequenceCheck();
    private final CandidateText.Reader reader = new CandidateText.Reader();
    private long begin;
    private long sent;
    private long acked;
    private long received;
    /** Whether one is due that has to wait for an ack. Guarded by the sender. */
    private boolean overdue;
    /** Whoever sends at a rate. */
    private @Nullable Thread pacer;

    private volatile boolean sending;
    private volatile long sentSoFar;
    private volatile long ackedSoFar;
    private volatile long receivedSoFar;
    private volatile long nextSoFar;

    RelayPair(int number, BenchClient sender, BenchClient receiver, CandidateText text, Pace pace, Judge judge) {
        this.number = number;
        this.sender = sender;
        this.receiver = receiver;
        this.text = text;
        this.pace = pace;
        this.judge = judge;
    }

    /** Begins to send at a time, of {@link System#nanoTime}. */
    void start(Readers readers, long beginNanos) {
        begin = beginNanos;
        pacer = Thread.ofVirtual().name("bench-sender").unstarted(() -> {
            try {
                sendAll();
            } catch (IOException e) {
                if (!sender.isClosed()) {
                    readers.failed(sender, e);
                }
            }
        });
        readers.start(receiver, this::readRelays);
        readers.start(sender, this::readAcks);
        pacer.start();
    }

    /** At full speed the reader of the acks goes on after the first. */
    private void sendAll() throws IOException {
        long wait = send();
        while (pace.betweenNanos() > 0 && !judge.isOver()) {
            LockSupport.parkNanos(Math.min(wait, LONGEST_PARK));
            wait = send();
        }
    }

    private void readAcks() throws IOException {
        sender.read(message -> {
            if (message.is(Cmd.ACK) && Acks.isOfRelay(message.ack())) {
                judge.acked(sender, message.ack() - Acks.ofRelay(acked));
                acked++;
            }
        });
        synchronized (sender) {
            ackedSoFar = acked;
            boolean awaited = overdue;
            send();
            if (awaited) {
                LockSupport.unpark(pacer); // it waits for long, and the next may be due before
            }
        }
    }

    /** Sends what is due and may be sent, in one write; returns the nanoseconds until more is due, or many where that has to wait for an ack. */
    private long send() throws IOException {
        synchronized (sender) {
            sending = true;
            long now = System.nanoTime();
            long most = judge.isOver() ? sent : ackedSoFar + pace.outstanding();
            while (sent < most && due() <= now) {
                sender.add(text.write(sent, pace.betweenNanos() == 0 ? now : due()));
                sent++;
            }
            sentSoFar = sent;
            sending = false;
            sender.flush();
            overdue = pace.betweenNanos() > 0 && due() <= now;
            return overdue ? LONGEST_PARK : due() - now;
        }
    }

    /** When the next is to be sent. */
    private long due() {
        return begin + (long) (sent * pace.betweenNanos());
    }

    private void readRelays() throws IOException {
        receiver.read(message -> {
            if (message.is(Cmd.CANDIDATE) && reader.read(message)) {
                long now = System.nanoTime();
                sequence.came(reader.number());
                received++;
                judge.relayed(number, now - reader.nanos());
            }
        });
        receivedSoFar = received;
        nextSoFar = sequence.next();
    }

    long sent() {
        return sentSoFar;
    }

    long received() {
        return receivedSoFar;
    }

    /** Whether all that was sent was acked, and the last of it received. */
    boolean isAnswered() {
        // A send that began before the end was told of is seen here, any later one sees the end; so all that is ever
        // sent is counted.
        return !sending && ackedSoFar == sentSoFar && nextSoFar >= sentSoFar;
    }

    /** Whether all that was sent was received too. */
    boolean isQuiet() {
        return receivedSoFar >= sentSoFar;
    }

    /** How many of those that were sent never came. */
    long lost() {
        return Math.max(0, sequence.lost(sentSoFar));
    }

    /** What became of all that was sent, once the readers have ended. */
    SequenceCheck sequence() {
        return sequence;
    }
}
