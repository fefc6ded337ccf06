package onechat.gateway.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before a server, passes on what comes late and in pieces, and breaks one connection after the other as it was told. Used by many
 * threads at once.
 */
final class BadNetwork implements AutoCloseable {
    /** How a connection breaks. */
    enum Break {
        /** Both sides learn of it. */
        CUT,
        /** The client learns of it, and the server does not. */
        CUT_AT_CLIENT,
        /** The server learns of it, and the client does not. */
        CUT_AT_SERVER,
        /** Nothing comes through any more, and nobody learns of it. */
        BLACK_HOLE
    }

    private static final int MAX_DELAY_NANOS = 500_000;
    /** A login and its ack are through by then: before them there is no session to resume. */
    private static final int LEAST_OCTETS = 1_000;

    private final ServerSocket clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final Random random;
    private final int mostOctets;
    private final Queue<Break> breaks;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger broken = new AtomicInteger();

    /**
     * Passes on to a server.
     *
     * @param mostOctets after at most so many, in either direction, a connection breaks
     * @param breaks how the connections break, in their order; those that come after them are sound
     */
    BadNetwork(InetSocketAddress server, long seed, int mostOctets, List<Break> breaks) throws IOException {
        this.server = server;
        this.random = new Random(seed);
        this.mostOctets = mostOctets;
        this.breaks = new ArrayDeque<>(breaks);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return clients.getLocalPort();
    }

    /** How many connections it has broken. */
    int broken() {
        return broken.get();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = clients.accept();
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                open.add(client);
                open.add(upstream);
                begin(client, upstream);
            }
        } catch (IOException closed) {
            // which ends the network
        }
    }

    /** One of the two directions breaks the connection, after a number of octets that chance says. */
    private void begin(Socket client, Socket upstream) {
        Break how = breaks.poll();
        boolean upBreaks = random.nextBoolean();
        int after = LEAST_OCTETS + random.nextInt(mostOctets - LEAST_OCTETS);
        Line line = new Line(client, upstream, how);
        int up = how != null && upBreaks ? after : Integer.MAX_VALUE;
        int down = how != null && !upBreaks ? after : Integer.MAX_VALUE;
        Random chance = new Random(random.nextLong());
        Random otherChance = new Random(random.nextLong());
        Thread.ofVirtual().start(() -> line.pump(client, upstream, up, chance));
        Thread.ofVirtual().start(() -> line.pump(upstream, client, down, otherChance));
    }

    /** One connection through the network. */
    private final class Line {
        private final Socket client;
        private final Socket upstream;
        private final Break how;
        private volatile boolean hole;

        Line(Socket client, Socket upstream, Break how) {
            this.client = client;
            this.upstream = upstream;
            this.how = how;
        }

        void pump(Socket from, Socket to, int breakAfter, Random chance) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int left = breakAfter;
                byte[] octets = new byte[1 + chance.nextInt(600)];
                for (int n = in.read(octets); n >= 0; n = in.read(octets)) {
                    if (hole) {
                        continue; // swallowed
                    }
                    LockSupport.parkNanos(chance.nextInt(MAX_DELAY_NANOS));
                    out.write(octets, 0, Math.min(n, left));
                    left -= n;
                    if (left <= 0) {
                        breaks();
                        return;
                    }
                }
                if (!hole) {
                    to.shutdownOutput();
                }
            } catch (IOException gone) {
                if (!hole && how != Break.CUT_AT_CLIENT && how != Break.CUT_AT_SERVER) {
                    closeQuietly(from);
                    closeQuietly(to);
                }
            }
        }

        private void breaks() {
            hole = true;
            broken.incrementAndGet();
            switch (how) {
                case CUT -> {
                    closeQuietly(client);
                    closeQuietly(upstream);
                }
                case CUT_AT_CLIENT -> closeQuietly(client);
                case CUT_AT_SERVER -> closeQuietly(upstream);
                case BLACK_HOLE -> {}
            }
        }

        private void closeQuietly(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
