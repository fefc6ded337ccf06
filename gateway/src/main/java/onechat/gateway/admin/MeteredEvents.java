package onechat.gateway.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import onechat.gateway.session.Disconnect;
import onechat.gateway.session.SessionObserver;
import onechat.gateway.signaling.CallObserver;
import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;

/**
 * Counts and times what happens. Used by many threads at once; it looks no meter up when something happens, and never
 * blocks.
 */
public final class MeteredEvents implements SessionObserver, CallObserver {
    private static final String OTHER = "other";
    private static final Duration[] RELAY_BUCKETS = LongStream.of(
                    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
                    1_000_000)
            .mapToObj(micros -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)))
            .toArray(Duration[]::new);
    private static final Duration[] SETUP_BUCKETS = LongStream.of(
                    100, 250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final CounterFamily<Cmd> commands;
    private final CounterFamily<ErrorCode> errors;
    private final Counter loggedIn;
    private final CounterFamily<ErrorCode> loginsRefused;
    private final CounterFamily<Resume> resumes;
    private final CounterFamily<Disconnect> disconnects;
    private final Timer relayLatency;
    private final Counter callsBegun;
    private final Counter callsOver;
    private final Timer callSetup;

    /** Nothing has happened yet; every counter is there all the same. */
    MeteredEvents(MeterRegistry registry) {
        commands = new CounterFamily<>(
                registry,
                "onechat.commands",
                "Commands that came, could be read and were within the rate.",
                "cmd",
                Cmd.class,
                MeteredEvents::label);
        errors = new CounterFamily<>(
                registry,
                "onechat.errors",
                "Errors that were sent to clients, by their codes.",
                "code",
                ErrorCode.class,
                MeteredEvents::number);
        String logins = "Logins by name or token that succeeded, or were refused with a code.";
        loggedIn = counter(registry, "onechat.logins", logins, "outcome", "ok");
        loginsRefused = new CounterFamily<>(
                registry, "onechat.logins", logins, "outcome", ErrorCode.class, MeteredEvents::refusal);
        resumes = new CounterFamily<>(
                registry,
                "onechat.resumes",
                "Clients that wanted their sessions back, by what became of it.",
                "outcome",
                Resume.class,
                MeteredEvents::word);
        disconnects = new CounterFamily<>(
                registry,
                "onechat.disconnects",
                "Connections that ended, by the reason.",
                "reason",
                Disconnect.class,
                MeteredEvents::word);
        relayLatency = Timer.builder("onechat.relay.latency")
                .description("Time that offers, answers and candidates waited until the network had taken them; "
                        + "once for each write, of the one that had waited longest.")
                .serviceLevelObjectives(RELAY_BUCKETS)
                .register(registry);
        callsBegun = counter(registry, "onechat.calls.begun", "Calls that began.");
        callsOver = counter(registry, "onechat.calls.over", "Calls that are over.");
        callSetup = Timer.builder("onechat.call.setup")
                .description("Time from the beginning of a call to its first answer being relayed; "
                        + "calls without an answer are left out.")
                .serviceLevelObjectives(SETUP_BUCKETS)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private static String label(Cmd cmd) {
        return switch (cmd) {
            case LOGIN, LOGOUT, PING, CREATE, JOIN, LEAVE, PRESENCE, OFFER, ANSWER, CANDIDATE -> cmd.wireName();
            case ACK, ERROR -> OTHER; // no client can send those
        };
    }

    private static String refusal(ErrorCode code) {
        return switch (code) {
            case NOT_LOGGED_IN, NOT_ALLOWED, NOT_FOUND, TOO_MANY, UNAVAILABLE -> number(code);
            case MALFORMED, TIMED_OUT, REPLACED, NOT_RESUMABLE, TOO_LARGE, VERSION_NOT_SUPPORTED, SERVER_FAULT ->
                OTHER; // no login is refused so
        };
    }

    private static String number(ErrorCode error) {
        return Integer.toString(error.code());
    }

    private static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void command(Cmd cmd) {
        commands.count(cmd);
    }

    @Override
    public void error(ErrorCode code) {
        errors.count(code);
    }

    @Override
    public void loggedIn() {
        loggedIn.increment();
    }

    @Override
    public void loginRefused(ErrorCode code) {
        loginsRefused.count(code);
    }

    @Override
    public void resume(Resume outcome) {
        resumes.count(outcome);
    }

    @Override
    public void disconnected(Disconnect reason) {
        disconnects.count(reason);
    }

    @Override
    public void relayed(long nanos) {
        relayLatency.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void begun(long room) {
        callsBegun.increment();
    }

    @Override
    public void answered(long room, long nanos) {
        callSetup.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void over(long room) {
        callsOver.increment();
    }
}
