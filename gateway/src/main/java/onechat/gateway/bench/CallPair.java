package onechat.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import onechat.protocol.Cmd;

/**
 * Two users of whom one calls the other, over and over: create, ring, join, offer, answer, candidates both ways, and both leave. Each has a reader,
 * which does what its user does next; the counts are for any thread.
 */
final class CallPair {
    /**
     * What is said in each call.
     *
     * @param sdpBytes of the offer and of the answer
     * @param candidates that each sends
     */
    record Talk(int sdpBytes, int candidates) {}

    /** Takes what is measured. Used by many threads at once. */
    interface Judge {
        /** The answer came that long after the call was begun. */
        void setUp(int pair, long nanos);

        /** Whether no more calls begin. */
        boolean isOver();
    }

    private final int number;
    private final Judge judge;
    private final CallSide caller;
    private final CallSide callee;
    private final AtomicInteger out = new AtomicInteger();
    private final AtomicLong ended = new AtomicLong();
    private volatile long begunNanos;
    private volatile boolean over;

    CallPair(int number, long room, BenchClient caller, BenchClient callee, Talk talk, Judge judge) {
        this.number = number;
        this.judge = judge;
        this.caller = new CallSide(caller, room, callee.person().id(), talk);
        this.callee = new CallSide(callee, room, caller.person().id(), talk);
    }

    /** Begins the first call. */
    void start(Readers readers) {
        readers.start(callee.client(), () -> callee.client().read(this::toCallee));
        readers.start(caller.client(), () -> caller.client().read(this::toCaller));
        try {
            begin();
        } catch (IOException e) {
            readers.failed(caller.client(), e);
        }
    }

    private void begin() throws IOException {
        begunNanos = System.nanoTime();
        caller.create();
    }

    private void toCaller(Payload message) {
        hear(caller, message, () -> {
            if (message.is(Cmd.JOIN)) {
                caller.offer();
            } else if (message.is(Cmd.ANSWER)) {
                judge.setUp(number, System.nanoTime() - begunNanos);
                caller.describedByOther();
                leaveWhenAllIsSaid();
            } else if (message.is(Cmd.CANDIDATE)) {
                caller.candidateOfOther();
                leaveWhenAllIsSaid();
            }
        });
    }

    /** Of what one device sends another nothing overtakes anything, so the answer comes first. */
    private void leaveWhenAllIsSaid() throws IOException {
        if (caller.hasHeardAll()) {
            caller.leave();
        }
    }

    private void toCallee(Payload message) {
        hear(callee, message, () -> {
            if (message.is(Cmd.CREATE)) {
                callee.join();
            } else if (message.is(Cmd.OFFER)) {
                callee.describedByOther();
                callee.answer();
            } else if (message.is(Cmd.CANDIDATE)) {
                callee.candidateOfOther();
            } else if (message.is(Cmd.LEAVE)) {
                if (!callee.hasHeardAll()) {
                    throw new IOException("the server lost something that was said in a call");
                }
                callee.leave();
            }
        });
    }

    @FunctionalInterface
    private interface Reaction {
        void react() throws IOException;
    }

    private void hear(CallSide side, Payload message, Reaction reaction) {
        try {
            if (!message.is(Cmd.ACK)) {
                reaction.react();
            } else if (side.left(message.ack()) && out.incrementAndGet() == 2) {
                end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Both are out and nothing is on its way: the next call may begin. */
    private void end() throws IOException {
        out.set(0);
        ended.incrementAndGet();
        if (judge.isOver()) {
            over = true;
        } else {
            begin();
        }
    }

    /** How many calls were begun and ended so far. */
    long calls() {
        return ended.get();
    }

    /** Whether none goes on, and none begins any more. */
    boolean isOver() {
        return over;
    }
}
