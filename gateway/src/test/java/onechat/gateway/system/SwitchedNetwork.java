package onechat.gateway.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands before a server as a network that the test switches off and on, at named points too. Used by many threads at once. */
final class SwitchedNetwork implements AutoCloseable {
    /** What becomes of octets. */
    private enum State {
        SOUND,
        /** Connections are closed, new ones as well. */
        OFF,
        /** Nothing comes through, and nobody learns of it; new connections are taken and get no answer. */
        BLACK_HOLE
    }

    private final ServerSocket clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    /** Cut once the server says this, before anybody hears it; null for no such point. */
    private final AtomicReference<@Nullable String> cutBefore = new AtomicReference<>();

    /** Nothing comes through any more once the server has said this, and it was heard; null for no such point. */
    private final AtomicReference<@Nullable String> lastHeard = new AtomicReference<>();

    private volatile InetSocketAddress server;
    private volatile State state = State.SOUND;
    private volatile boolean cutBeforeNextSent;

    SwitchedNetwork(InetSocketAddress server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    /** The page's address, as seen through the network. */
    String url() {
        return "http://127.0.0.1:" + clients.getLocalPort() + "/";
    }

    /** Cuts everything; nothing gets through until {@link #restore}. */
    void cut() {
        state = State.OFF;
        closeAll();
    }

    /** Lets everything vanish, and nobody learn of it, until {@link #restore}. */
    void blackHole() {
        state = State.BLACK_HOLE;
    }

    /** New connections get through; those of the time before stay as they are. */
    void restore() {
        state = State.SOUND;
    }

    /** The same, to another server. */
    void restore(InetSocketAddress other) {
        server = other;
        restore();
    }

    /** Breaks every connection once; new ones get through at once. */
    void breakAll() {
        closeAll();
    }

    /** Breaks the connection over which the client sends next, before the server gets it. */
    void breakBeforeNextSent() {
        cutBeforeNextSent = true;
    }

    /** Breaks the connection over which the server says this next, before the client hears it. */
    void breakBeforeHeard(String text) {
        cutBefore.set(text);
    }

    /** Lets everything vanish, as {@link #blackHole} does, once the client has heard this of the server, with what came along in the same segment. */
    void blackHoleAfterHeard(String text) {
        lastHeard.set(text);
    }

    /** Whether everything vanishes. */
    boolean isBlackHole() {
        return state == State.BLACK_HOLE;
    }

    /** How many connections have been taken so far. */
    int taken() {
        return taken.get();
    }

    /** Whether the point of {@link #breakBeforeHeard} or {@link #breakBeforeNextSent} was reached. */
    boolean isBroken() {
        return cutBefore.get() == null && !cutBeforeNextSent;
    }

    @Override
    public void close() throws IOException {
        clients.close();
        closeAll();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = clients.accept();
                open.add(client);
                taken.incrementAndGet();
                switch (state) {
                    case OFF -> closeQuietly(client);
                    case BLACK_HOLE -> {}
                    case SOUND -> connect(client);
                }
            }
        } catch (IOException closed) {
            // which ends the network
        }
    }

    private void connect(Socket client) {
        try {
            Socket upstream = new Socket(server.getAddress(), server.getPort());
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            open.add(upstream);
            Thread.ofVirtual().start(() -> pump(client, upstream, true));
            Thread.ofVirtual().start(() -> pump(upstream, client, false));
        } catch (IOException nobodyThere) {
            closeQuietly(client);
        }
    }

    private void pump(Socket from, Socket to, boolean isClients) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] octets = new byte[16_384];
            for (int n = in.read(octets); n >= 0; n = in.read(octets)) {
                if (state == State.BLACK_HOLE) {
                    continue; // swallowed
                }
                if (isClients ? isToBreak() : isReached(cutBefore, octets, n)) {
                    break;
                }
                out.write(octets, 0, n);
                if (!isClients && isReached(lastHeard, octets, n)) {
                    blackHole();
                }
            }
        } catch (IOException gone) {
            // and so is the other side
        }
        if (state != State.BLACK_HOLE) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private boolean isToBreak() {
        boolean now = cutBeforeNextSent;
        cutBeforeNextSent = false;
        return now;
    }

    private static boolean isReached(AtomicReference<@Nullable String> point, byte[] octets, int length) {
        String wanted = point.get();
        return wanted != null
                && new String(octets, 0, length, StandardCharsets.ISO_8859_1).contains(wanted)
                && point.compareAndSet(wanted, null);
    }

    private void closeAll() {
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            closeQuietly(socket);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
