package onechat.gateway.admin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;
import onechat.gateway.session.Sessions;
import onechat.gateway.signaling.Calls;
import onechat.gateway.signaling.Devices;

/**
 * Tells what the server has done and what it holds, in Prometheus' text format. Used by many threads at once.
 *
 * <p>No label says anything of a user, a room or an address: each has a few values that are known beforehand.
 */
public final class Metrics implements AutoCloseable {
    /** What {@link #text} is. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeteredEvents events = new MeteredEvents(registry);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    /** Those of the process, and of events none of which has happened; {@link #watch} adds the rest. */
    public Metrics() {
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /** Counts what it is told of. */
    public MeteredEvents events() {
        return events;
    }

    /** From now on a scrape looks at what these hold. Called once. */
    public void watch(Sessions sessions, Devices devices, Calls calls) {
        gauge("connections", "Connections that are open, logged in or not.", sessions, Sessions::openConnections)
                .register(registry);
        String held = "Logged-in devices whose clients are connected, or away and may come back.";
        // Two looks, between which either may change.
        gauge("sessions", held, sessions, all -> Math.max(0, all.loggedIn() - all.away()))
                .tag("state", "connected")
                .register(registry);
        gauge("sessions", held, sessions, Sessions::away).tag("state", "away").register(registry);
        gauge("users", "Users of whom a device is logged in.", devices, Devices::usersOnline)
                .register(registry);
        gauge("calls", "Calls that are under way.", calls, Calls::underWay).register(registry);
        gauge("participants", "Devices that take part in calls, once for each call.", calls, Calls::participants)
                .register(registry);
        gauge("rings", "Users who are rung, once for each call.", calls, Calls::rings)
                .register(registry);
        gauge("outbox", "Octets that wait to be written to clients, or are being written.", sessions, s ->
                        (double) s.outboxBytes())
                .baseUnit("bytes")
                .register(registry);
        gauge("kept.frames", "Frames that are kept for clients that may come back.", sessions, s ->
                        (double) s.keptFrames())
                .register(registry);
        String awaited =
                "Moments that are awaited: the next end of a ring in a room, or of a session whose client is away.";
        gauge("timers", awaited, calls, Calls::ringTimers).tag("of", "ring").register(registry);
        gauge("timers", awaited, sessions, Sessions::away).tag("of", "session").register(registry);
    }

    private static <T> Gauge.Builder<T> gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        return Gauge.builder("onechat." + name, of, value)
                .description(description)
                .strongReference(true);
    }

    /** All metrics now. */
    public String text() {
        return registry.scrape(CONTENT_TYPE);
    }

    /** No longer listens to the garbage collector. What was counted can still be told. */
    @Override
    public void close() {
        gc.close();
    }
}
