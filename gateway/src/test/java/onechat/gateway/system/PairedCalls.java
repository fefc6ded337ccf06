package onechat.gateway.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls of two, in each of which one sends the other candidates, one after the other at a steady pace, and both check that none is missing and
 * none comes twice. Each call is a thread's own from {@link #start} to {@link #close}; the figures may be read by any thread.
 */
final class PairedCalls implements AutoCloseable {
    private final List<Client> clients = new ArrayList<>();
    private final List<FutureTask<Void>> flows = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private final long pauseNanos;
    private volatile boolean over;

    /** @param pause between one relay of a call and the next */
    PairedCalls(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    /** Begins the call in a room, whose members are the users 2n-1 and 2n of {@link ManyUsers}. */
    void add(InetSocketAddress tcp, int room) throws IOException {
        Client caller = logIn(tcp, 2 * room - 1);
        Client callee = logIn(tcp, 2 * room);
        caller.says("{'cmd':'webrtc_create','to':" + room + ",'ack':'c'}").next();
        callee.next();
        callee.says("{'cmd':'webrtc_join','to':" + room + ",'ack':'j'}").next();
        caller.next();
        flows.add(new FutureTask<>(() -> flow(caller, callee, 2 * room - 1), null));
    }

    private Client logIn(InetSocketAddress tcp, int user) throws IOException {
        Client client = new Client(new TcpWire(tcp));
        clients.add(client);
        ManyUsers.login(client, user);
        return client;
    }

    void start() {
        for (FutureTask<Void> flow : flows) {
            Thread.ofVirtual().name("paired-call").start(flow);
        }
    }

    private void flow(Client caller, Client callee, long callerId) {
        for (int number = 0; !over; number++) {
            long sent = System.nanoTime();
            caller.says("{'cmd':'webrtc_send_ice_candidate','to':" + (callerId + 1) + ",'label':0,'candidate':'"
                    + number + "','ack':" + number + "}");
            callee.hears("{'cmd':'webrtc_send_ice_candidate','from':" + callerId + ",'label':0,'candidate':'" + number
                    + "','ack':" + number + "}");
            long took = System.nanoTime() - sent;
            caller.hears("{'cmd':'ack','action':'webrtc_send_ice_candidate','ack':" + number + "}");
            synchronized (nanos) {
                nanos.add(took);
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    /** How long each relay took since this was asked last, from its sending to its receiver, sorted. */
    long[] takeNanos() {
        synchronized (nanos) {
            long[] taken = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            nanos.clear();
            return taken;
        }
    }

    /** Ends the calls; an error where a relay was lost, altered or doubled. */
    @Override
    public void close() {
        over = true;
        flows.forEach(Crowd::resultOf);
        clients.forEach(Client::close);
    }
}
