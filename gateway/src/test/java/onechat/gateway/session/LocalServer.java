package onechat.gateway.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import onechat.gateway.signaling.CallObserver;
import onechat.gateway.signaling.CallRules;
import onechat.gateway.signaling.Calls;
import onechat.gateway.signaling.Devices;
import onechat.gateway.signaling.Gate;
import org.jspecify.annotations.Nullable;

/** Real sessions over a directory in memory, with a clock that is moved by hand. Used by many threads at once. */
final class LocalServer {
    static final Duration HEARTBEAT = Duration.ofSeconds(25);
    static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(10);
    static final Duration WRITE_TIMEOUT = Duration.ofSeconds(20);
    static final Duration RESUME_WINDOW = Duration.ofSeconds(30);

    static final int MAX_CONNECTIONS = 20;
    static final int MAX_CONNECTIONS_PER_ADDRESS = 15;

    final CountedEvents observer = new CountedEvents();
    final FakeDirectory directory = new FakeDirectory();
    final Devices devices = new Devices(2);
    final Calls calls = new Calls(new CallRules(16, Duration.ofSeconds(60)), CallObserver.NONE);
    final Sessions sessions;
    private final AtomicLong nanos = new AtomicLong();
    final WatchedThreads threads = new WatchedThreads();
    private volatile @Nullable Look look;

    LocalServer() {
        this(200, SessionOptions.DEFAULT_MAX_OUTBOX_BYTES);
    }

    LocalServer(int commandRate, int maxOutboxBytes) {
        this(commandRate, maxOutboxBytes, RESUME_WINDOW);
    }

    /** Sessions end with their connections. */
    static LocalServer withoutResume() {
        return new LocalServer(200, SessionOptions.DEFAULT_MAX_OUTBOX_BYTES, Duration.ZERO);
    }

    private LocalServer(int commandRate, int maxOutboxBytes, Duration resumeWindow) {
        sessions = new Sessions(
                new SessionOptions(
                        HEARTBEAT,
                        LOGIN_TIMEOUT,
                        commandRate,
                        maxOutboxBytes,
                        MAX_CONNECTIONS,
                        MAX_CONNECTIONS_PER_ADDRESS,
                        WRITE_TIMEOUT,
                        resumeWindow),
                new Sessions.Directory(directory, directory, directory),
                devices,
                calls,
                user -> List.of(),
                observer,
                this::now,
                threads);
    }

    private long now() {
        Look held = look;
        if (held != null && Thread.currentThread() == held.who() && held.looks().incrementAndGet() == 2) {
            held.gate().pass();
        }
        return nanos.get();
    }

    private record Look(Thread who, AtomicInteger looks, Gate gate) {}

    /** A thread that looks at the clock for the second time is held at a gate. */
    void holdSecondLookOf(Thread thread, Gate gate) {
        look = new Look(thread, new AtomicInteger(), gate);
    }

    LocalClient connect() {
        return connect("192.0.2.1");
    }

    LocalClient connect(String remoteAddress) {
        return new LocalClient(sessions, remoteAddress);
    }

    /** A client that is logged in as that user, and whose ack is taken already. */
    LocalClient loggedIn(String name, String device) {
        LocalClient client = connect();
        client.login(name, device);
        client.takeEvents();
        return client;
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Lets time pass, and lets the server look whose time is over. */
    void passAndSweep(Duration time) {
        pass(time);
        sessions.sweep();
    }
}
