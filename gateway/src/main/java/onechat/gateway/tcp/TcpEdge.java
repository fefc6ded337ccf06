package onechat.gateway.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import onechat.protocol.connection.ConnectionAcceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts native clients' sockets, one reading virtual thread for each. Started and stopped by one thread. */
public final class TcpEdge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpEdge.class);
    /** With the JDK's 50, thousands of clients that come back at once would wait for their kernels' retries. */
    private static final int BACKLOG = 4_096;

    private static final Duration AFTER_FAILED_ACCEPT = Duration.ofMillis(50);
    private static final Duration UNTIL_CLOSED = Duration.ofSeconds(1);

    private final ServerSocket listening;
    private final int maxPayloadBytes;
    private final @Nullable Supplier<SSLContext> tls;
    private final ConnectionAcceptor acceptor;
    private final LongSupplier nanoClock;
    private final BufferPool buffers = new BufferPool();
    /** A virtual one: what it starts then has its turn with what other virtual threads wake, and not behind all of that. */
    private final Thread accepting = Thread.ofVirtual().name("tcp-accept").unstarted(this::acceptAll);

    /**
     * Listens, without accepting yet.
     *
     * @param address port 0 for any that is free
     * @param tls gives the context for each new TLS handshake, by any thread; null serves without TLS
     * @param nanoClock monotonic, in nanoseconds: tells which connections are quiet
     * @throws IOException when the address can't be had
     */
    public TcpEdge(
            InetSocketAddress address,
            int maxPayloadBytes,
            @Nullable Supplier<SSLContext> tls,
            LongSupplier nanoClock,
            ConnectionAcceptor acceptor)
            throws IOException {
        this.maxPayloadBytes = maxPayloadBytes;
        this.tls = tls;
        this.acceptor = acceptor;
        this.nanoClock = nanoClock;
        this.listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(address, BACKLOG);
        } catch (IOException unusable) {
            listening.close();
            throw unusable;
        }
    }

    /** The address it listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** Begins to accept. */
    public void start() {
        accepting.start();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().name("tcp-reader").start(() -> serve(socket));
            } catch (IOException failed) {
                if (!listening.isClosed()) {
                    // Such as no file descriptor left; the next connection may be luckier.
                    LOG.warn("can't accept a connection: {}", failed.getMessage());
                    LockSupport.parkNanos(AFTER_FAILED_ACCEPT.toNanos());
                }
            }
        }
    }

    /** The connection closes the socket, whichever thread reads it last. */
    private void serve(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            new TcpConnection(new TcpStream(socket, tls), maxPayloadBytes, buffers, nanoClock).run(acceptor);
        } catch (IOException goneAlready) {
            LOG.debug("a connection was gone before it was served: {}", goneAlready.toString());
            close(socket);
        } catch (RuntimeException bug) {
            LOG.error("a connection failed", bug);
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.trace("nothing left to close: {}", alreadyGone.toString());
        }
    }

    /** Accepts no more; connections that are open stay. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException alreadyGone) {
            LOG.debug("nothing left to close: {}", alreadyGone.toString());
        }
        awaitNoMore();
    }

    /** The kernel takes connections until the thread is back that waited for one: only then is the socket really closed. */
    private void awaitNoMore() {
        try {
            if (accepting.getState() != Thread.State.NEW && !accepting.join(UNTIL_CLOSED)) {
                LOG.warn("the port is not closed yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
