package onechat.bridge;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import onechat.protocol.connection.ConnectionAcceptor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the WebSocket edge with its web page, from start to stop (contract section 1.2). Safe for use by any thread.
 *
 * <p>Every connection at {@code /onechat} is given to an acceptor. Listeners are called on virtual threads and may block: only their own
 * connection waits.
 */
public final class Bridge {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
    private static final String WEB_CLIENT = "onechat/bridge/web";
    private static final int BACKLOG = 4_096;
    private static final int MAX_HEADER_BYTES = 8_192;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    private final BridgeOptions options;
    private final OpenConnections open = new OpenConnections();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("bridge-timer").factory());
    private final Server server;
    private final ServerConnector connector;
    private final WebSocketUpgrade upgrade;

    /** A bridge that is not started. */
    public Bridge(BridgeOptions options, ConnectionAcceptor acceptor) {
        this(options, acceptor, WEB_CLIENT);
    }

    /** @param webClient the folder on the class path that is served at {@code /} */
    Bridge(BridgeOptions options, ConnectionAcceptor acceptor, String webClient) {
        this.options = options;
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        VirtualThreadPool threads = new VirtualThreadPool(0); // as many as there are connections that block
        threads.setName("bridge");
        server = new Server(threads);
        connector = newConnector(server, options);
        OriginPolicy origins = new OriginPolicy(options.allowedOrigins());
        upgrade = new WebSocketUpgrade(options, origins, acceptor, open, timer, threads, connector.getByteBufferPool());
        server.addConnector(connector);
        server.setHandler(new BridgeHandler(upgrade, new StaticSite(webClient), new LibrarySharing(origins)));
        server.setErrorHandler(new ErrorPages());
        server.setDefaultHandler(null);
    }

    /**
     * Loads what takes long of the web server, so that a bridge which is made after that starts sooner. Worth a thread of its own where something
     * else takes its time meanwhile; no bridge should be made before this returns.
     */
    public static void prepare() {
        // Of all that begins with it, the longest is that Jetty looks for every locale that Java knows.
        var _ = new Server(new VirtualThreadPool(0));
    }

    /**
     * Listens, and takes connections from now on. Called once.
     *
     * @return the address that was bound, with the port that was found free if 0 was asked for
     * @throws BindException if the address or port can't be had, so if the port is in use; its message says why, for a person, and
     *     leaves the address to the caller, who knows how it was asked for
     * @throws IOException if the server does not start otherwise
     */
    public InetSocketAddress start() throws IOException {
        try {
            connector.open();
            server.start();
        } catch (Exception e) {
            stop();
            throw notStarted(e);
        }
        long tickNanos = Math.min(LONGEST_TICK.toNanos(), shorterOf(options.heartbeat(), options.httpTimeout()) / 8);
        var _ = timer.scheduleWithFixedDelay(this::tick, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
        return new InetSocketAddress(options.bindAddress(), connector.getLocalPort());
    }

    /** Refuses new WebSocket connections with 503 from now on; those that are open, and the page, are not touched. */
    public void stopAccepting() {
        upgrade.stopAccepting();
    }

    /**
     * Cuts what is still open and stops listening. Returns when every listener has heard of its end, after 5 s at the most; a second
     * call changes nothing. Whoever wants an orderly end closes the connections before.
     */
    public void stop() {
        stopAccepting();
        try {
            open.abortAll();
            boolean allTold = open.awaitNone(STOP_TIMEOUT);
            server.stop(); // not before: the readers that come back run on its threads
            if (!allTold) {
                LOG.warn("A listener still did not return {} s after its connection was cut", STOP_TIMEOUT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The web server did not stop in order", e);
        } finally {
            timer.shutdownNow();
        }
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            open.pingDue(now, options.heartbeat().toNanos());
            for (EndPoint endPoint : connector.getConnectedEndPoints()) {
                if (endPoint instanceof BridgeEndPoint socket) {
                    socket.cutIfOverdue(now, options.httpTimeout().toNanos());
                }
            }
        } catch (RuntimeException e) {
            LOG.error("A round of pings failed", e); // and the next one is made all the same
        }
    }

    private static long shorterOf(Duration one, Duration other) {
        return Math.min(one.toNanos(), other.toNanos());
    }

    private IOException notStarted(Exception e) {
        String where = options.bindAddress().getHostAddress() + " port " + options.port();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                BindException clear = new BindException(cause.getMessage());
                clear.initCause(e);
                return clear;
            }
        }
        return new IOException("the web server on " + where + " did not start", e);
    }

    /** The lowest first. */
    private static ConnectionFactory[] layers(HttpConnectionFactory http, BridgeOptions options) {
        Supplier<SSLContext> contexts = options.tls();
        return contexts == null
                ? new ConnectionFactory[] {http}
                : new ConnectionFactory[] {new BridgeTls(contexts, http.getProtocol()), http};
    }

    private static ServerConnector newConnector(Server server, BridgeOptions options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setResponseHeaderSize(MAX_HEADER_BYTES);
        http.setUseInputDirectByteBuffers(false); // a payload is handed on in the array that it was read into
        // No thread of its own that waits in accept: it would hold the port for a while after the stop.
        ServerConnector connector =
                new ServerConnector(server, 0, -1, layers(new HttpConnectionFactory(http), options)) {
                    @Override
                    protected SocketChannelEndPoint newEndPoint(
                            SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                        BridgeEndPoint endPoint = new BridgeEndPoint(
                                channel, selector, key, getScheduler(), System.nanoTime(), options.tls() == null);
                        endPoint.setIdleTimeout(getIdleTimeout());
                        return endPoint;
                    }
                };
        connector.setHost(options.bindAddress().getHostAddress());
        connector.setPort(options.port());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(options.httpTimeout().toMillis());
        return connector;
    }
}
