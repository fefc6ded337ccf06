package onechat.gateway.system;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two participants of room 1 who send each other candidates, one after the other, and expect every one of them. The two clients
 * are its thread's own from {@link #start} to {@link #close}; the figures may be read by any thread.
 */
final class RelayFlow implements AutoCloseable {
    private final Client caller;
    private final Client callee;
    private final FutureTask<Void> flow = new FutureTask<>(this::flow, null);
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile boolean over;

    /** Users 1 and 2, logged in. */
    RelayFlow(Client caller, Client callee) {
        this.caller = caller;
        this.callee = callee;
    }

    /** Begins the call, and then the flow. */
    void start() {
        caller.says("{'cmd':'webrtc_create','to':1,'ack':'c'}").next();
        callee.next();
        callee.says("{'cmd':'webrtc_join','to':1,'ack':'j'}").next();
        caller.next();
        Thread.ofVirtual().name("relay-flow").start(flow);
    }

    /** How many have arrived. */
    long count() {
        return count.get();
    }

    /** The longest that one took, to its receiver and with its ack. */
    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    private void flow() {
        while (!over) {
            long number = count.get();
            long sent = System.nanoTime();
            caller.says("{'cmd':'webrtc_send_ice_candidate','to':2,'label':0,'candidate':'" + number + "','ack':"
                    + number + "}");
            callee.hears("{'cmd':'webrtc_send_ice_candidate','from':1,'label':0,'candidate':'" + number + "','ack':"
                    + number + "}");
            caller.hears("{'cmd':'ack','action':'webrtc_send_ice_candidate','ack':" + number + "}");
            slowestNanos.accumulateAndGet(System.nanoTime() - sent, Math::max);
            count.incrementAndGet();
        }
    }

    /** Ends the flow; an error where a candidate was lost or altered. */
    @Override
    public void close() {
        over = true;
        try {
            flow.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the flow broke", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
