package onechat.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import onechat.bridge.Bridge;
import onechat.bridge.BridgeOptions;
import onechat.gateway.admin.AdminServer;
import onechat.gateway.admin.Metrics;
import onechat.gateway.directory.DemoDirectory;
import onechat.gateway.directory.Directory;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.DirectoryStartException;
import onechat.gateway.directory.LoginThrottle;
import onechat.gateway.directory.PasswordAuthenticator;
import onechat.gateway.directory.PasswordChecks;
import onechat.gateway.session.Authenticator;
import onechat.gateway.session.CallLog;
import onechat.gateway.session.SessionOptions;
import onechat.gateway.session.Sessions;
import onechat.gateway.signaling.CallRules;
import onechat.gateway.signaling.Calls;
import onechat.gateway.signaling.Devices;
import onechat.gateway.tcp.TcpEdge;
import onechat.gateway.tls.LiveTls;
import onechat.gateway.tls.UnusableTlsException;
import onechat.gateway.token.TokenAuthenticator;
import onechat.gateway.token.TokenKeys;
import onechat.gateway.token.TokenRules;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together, and starts and stops them in order. Started by one thread; any thread may stop it. */
public final class Server implements RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration SWEEP = Duration.ofMillis(100);
    private static final Duration TLS_FILES_CHECK = Duration.ofSeconds(2);
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(30);
    /** Of the time to stop, what is left for all that is not draining; of a very short one, half. */
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(2);

    private static final Duration DRAIN_POLL = Duration.ofMillis(10);

    private final ServerOptions options;
    private final LongSupplier nanoClock;
    private final InstantSource clock;
    /** How to end what runs, the last started first. */
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private final Endpoints endpoints;
    private volatile boolean draining;

    private Server(ServerOptions options, LongSupplier nanoClock, InstantSource clock) throws StartException {
        this.options = options;
        this.nanoClock = nanoClock;
        this.clock = clock;
        try {
            this.endpoints = startAll();
        } catch (StartException | RuntimeException failed) {
            endAll();
            throw failed;
        }
    }

    /**
     * A server whose ports all accept; blocks until they do.
     *
     * @throws StartException when it can't start; nothing of it is left running then
     */
    public static RunningServer start(ServerOptions options) throws StartException {
        return start(options, System::nanoTime);
    }

    /** The same with another monotonic clock, in nanoseconds. */
    public static RunningServer start(ServerOptions options, LongSupplier nanoClock) throws StartException {
        return start(options, nanoClock, InstantSource.system());
    }

    /** The same with another clock for the time of day, by which tokens expire. */
    public static RunningServer start(ServerOptions options, LongSupplier nanoClock, InstantSource clock)
            throws StartException {
        return new Server(options, nanoClock, clock);
    }

    private Endpoints startAll() throws StartException {
        LiveTls tls = openTls(); // before anything that takes long: what is wrong with its files is an operator's slip
        CompletableFuture<Void> web = CompletableFuture.runAsync(
                Bridge::prepare,
                task -> Thread.ofPlatform().daemon().name("web-server").start(task));
        Directory directory = openDirectory();
        ends.push(directory::close);
        Metrics metrics = new Metrics();
        ends.push(metrics::close);
        Sessions sessions = newSessions(directory, metrics);
        sweepRegularly(sessions);

        TcpEdge tcp = listen(sessions, tls);
        ends.push(tcp::close);
        web.join();
        Bridge bridge = new Bridge(bridgeOptions(tls), sessions);
        InetSocketAddress http = start(bridge);
        ends.push(bridge::stop);
        ends.push(() -> drain(sessions, tcp, bridge));
        tcp.start();

        AdminServer admin = startAdmin(directory, metrics);
        ends.addLast(admin::stop); // while the server drains, it says so
        return new Endpoints(tcp.address(), http, admin.endpoint(), tls != null);
    }

    private @Nullable LiveTls openTls() throws StartException {
        TlsOptions.Files files = options.tls().files();
        if (files == null) {
            if (!options.bindAddress().isLoopbackAddress()) {
                LOG.warn(
                        "serving without TLS on {}: passwords and messages can be read on the way, unless a proxy in front ends TLS"
                                + " (see --tls-cert)",
                        options.bind());
            }
            return null;
        }
        try {
            LiveTls tls = LiveTls.open(files.cert(), files.key(), clock);
            ends.push(tls::close);
            tls.checkEvery(TLS_FILES_CHECK);
            return tls;
        } catch (UnusableTlsException unusable) {
            throw new StartException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private Directory openDirectory() throws StartException {
        try {
            return options.demo() ? DemoDirectory.open() : Directory.open(directoryOptions());
        } catch (DirectoryStartException unusable) {
            throw new StartException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private DirectoryOptions directoryOptions() {
        DatabaseOptions database = options.database();
        return new DirectoryOptions(
                database.url(),
                database.user(),
                database::password,
                database.queries(),
                DirectoryOptions.DEFAULT_POOL_SIZE,
                DirectoryOptions.DEFAULT_ANSWER_WITHIN,
                options.tokens().keys() != null);
    }

    private Sessions newSessions(Directory directory, Metrics metrics) {
        PasswordChecks checks = new PasswordChecks();
        ends.push(checks::close);
        SessionOptions sessionOptions = new SessionOptions(
                options.heartbeat(),
                options.loginTimeout(),
                options.commandRate(),
                options.connections().maxOutboxBytes(),
                options.connections().maxConnections(),
                options.connections().maxConnectionsPerAddress(),
                options.connections().writeTimeout(),
                options.connections().resumeWindow());
        Devices devices = new Devices(options.maxDevices());
        Calls calls = new Calls(
                new CallRules(options.maxParticipants(), options.ringTimeout()),
                new CallLog(metrics.events(), nanoClock));
        Sessions sessions = new Sessions(
                sessionOptions,
                new Sessions.Directory(
                        new LoginThrottle(
                                withTokens(new PasswordAuthenticator(directory, checks, options.hideUnknownUsers())),
                                directory::isGone,
                                nanoClock),
                        directory,
                        directory),
                devices,
                calls,
                options.ice().servers(clock),
                metrics.events(),
                nanoClock);
        metrics.watch(sessions, devices, calls);
        return sessions;
    }

    private Authenticator withTokens(Authenticator passwords) {
        TokenOptions tokens = options.tokens();
        TokenKeys keys = tokens.keys();
        return keys == null
                ? passwords
                : new TokenAuthenticator(new TokenRules(keys, tokens.issuer(), tokens.audience()), clock, passwords);
    }

    private void sweepRegularly(Sessions sessions) {
        ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("sweeper").daemon().factory());
        ends.push(sweeper::shutdownNow);
        var _ = sweeper.scheduleWithFixedDelay(
                () -> sweep(sessions), SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void sweep(Sessions sessions) {
        try {
            sessions.sweep();
        } catch (RuntimeException bug) {
            // A task that throws would never run again, and nothing would ever time out.
            LOG.error("a sweep failed", bug);
        }
    }

    private TcpEdge listen(Sessions sessions, @Nullable LiveTls tls) throws StartException {
        InetSocketAddress address = new InetSocketAddress(options.bindAddress(), options.tcpPort());
        try {
            return new TcpEdge(address, options.maxPayloadBytes(), tls, nanoClock, sessions);
        } catch (IOException unusable) {
            throw StartException.cannotListen("tcp-port", address, unusable);
        }
    }

    private BridgeOptions bridgeOptions(@Nullable LiveTls tls) {
        return new BridgeOptions(
                options.bindAddress(),
                options.httpPort(),
                Set.copyOf(options.allowedOrigins()),
                options.maxPayloadBytes(),
                options.heartbeat(),
                HTTP_TIMEOUT,
                tls);
    }

    private InetSocketAddress start(Bridge bridge) throws StartException {
        try {
            return bridge.start();
        } catch (IOException unusable) {
            InetSocketAddress address = new InetSocketAddress(options.bindAddress(), options.httpPort());
            throw StartException.cannotListen("http-port", address, unusable);
        }
    }

    private AdminServer startAdmin(Directory directory, Metrics metrics) throws StartException {
        InetSocketAddress address = new InetSocketAddress(options.adminBindAddress(), options.adminPort());
        try {
            return AdminServer.start(address, () -> notReady(directory), metrics::text);
        } catch (IOException unusable) {
            throw StartException.cannotListen("admin-port", address, unusable);
        }
    }

    private List<String> notReady(Directory directory) {
        List<String> notReady = new ArrayList<>();
        if (draining) {
            notReady.add("draining");
        }
        if (!directory.answers()) {
            notReady.add("directory");
        }
        return notReady;
    }

    @Override
    public Endpoints endpoints() {
        return endpoints;
    }

    @Override
    public synchronized void stop() {
        draining = true;
        endAll();
    }

    @Override
    public Duration stopLimit() {
        return options.connections().drainTimeout();
    }

    private Duration longestDrain() {
        Duration half = stopLimit().dividedBy(2);
        return half.compareTo(AFTER_DRAIN) < 0 ? half : stopLimit().minus(AFTER_DRAIN);
    }

    private void drain(Sessions sessions, TcpEdge tcp, Bridge bridge) {
        tcp.close();
        bridge.stopAccepting();
        log("drain begun", sessions);
        sessions.drain();
        long deadline = System.nanoTime() + longestDrain().toNanos();
        while (sessions.openConnections() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(DRAIN_POLL.toNanos());
        }
        log("drain over", sessions);
        sessions.abort();
    }

    /** What is left of a start that failed is ended too, of which another line tells. */
    private void log(String event, Sessions sessions) {
        if (draining) {
            LOG.atInfo().addKeyValue("connections", sessions.openConnections()).log(event);
        }
    }

    private void endAll() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
