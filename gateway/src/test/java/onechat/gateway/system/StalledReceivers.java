package onechat.gateway.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The two of a room in {@link ManyUsers}, one of whom reads nothing while the other sends large offers, until the server cuts the connection; then again.
 * Used by one thread; a thread of its own makes the noise.
 */
final class StalledReceivers implements Noise {
    private static final String SDP = "x".repeat(60_000);
    /** So that it stalls for a while. */
    private static final long BETWEEN_OFFERS_NANOS = 5_000_000;

    private final InetSocketAddress tcp;
    private final int room;
    private final AtomicLong cut = new AtomicLong();
    private final AtomicLong unread = new AtomicLong();
    private final FutureTask<Void> stalling = new FutureTask<>(this::stallAgainAndAgain);
    private volatile boolean over;

    StalledReceivers(InetSocketAddress tcp, int room) {
        this.tcp = tcp;
        this.room = room;
    }

    @Override
    public void start() {
        Thread.ofVirtual().name("stalled-receivers").start(stalling);
    }

    /** How many connections were {@code cut}, and how many octets of their offers the server had taken, {@code unread} by anybody. */
    @Override
    public Made end() {
        over = true;
        Crowd.resultOf(stalling);
        return new Made(Map.of("cut", cut.get(), "unread", unread.get()));
    }

    private Void stallAgainAndAgain() throws IOException {
        while (!over) {
            stallOnce();
        }
        return null;
    }

    private void stallOnce() throws IOException {
        int callee = 2 * room;
        try (Client caller = new Client(new TcpWire(tcp));
                Client stalled = new Client(new TcpWire(tcp))) {
            ManyUsers.login(caller, callee - 1);
            caller.says("{'cmd':'webrtc_create','to':" + room + ",'ack':'c'}").next();
            ManyUsers.login(stalled, callee);
            stalled.says("{'cmd':'webrtc_join','to':" + room + "}");
            caller.next();
            String offer = "{'cmd':'webrtc_send_offer','to':" + callee + ",'sdp':'" + SDP + "','ack':'o'}";
            while (caller.says(offer).next().path("cmd").asString().equals("ack")) {
                unread.addAndGet(SDP.length());
                if (over) {
                    return;
                }
                LockSupport.parkNanos(BETWEEN_OFFERS_NANOS);
            }
            cut.incrementAndGet();
        }
    }
}
