package onechat.gateway.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import onechat.gateway.bench.People.Person;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.Command;
import onechat.protocol.CommandEncoder;

/**
 * One logged-in device, as a client behaves that wants its session back after a loss: every command has an ack of its own, and it says what it
 * has received (contract sections 3 and 4). One thread reads; any may write, with the client as the lock where several writes belong together.
 */
final class BenchClient implements AutoCloseable {
    /** Frames after which the server must be told what came (section 4). */
    private static final long REPORT_AFTER = 256;

    private static final long USUAL_HEARTBEAT_SECONDS = 25;
    /** The part of a heartbeat after which a client that says nothing pings. */
    private static final double PING_AFTER = 0.6;

    private static final CommandEncoder ENCODER = new CommandEncoder();

    /** Takes what the server sends. Called by the thread that reads. */
    @FunctionalInterface
    interface Listener {
        void message(Payload payload);
    }

    private final Wire wire;
    private final Person person;
    private final Payload payload = new Payload();
    private volatile boolean resumable;
    private volatile boolean loggedIn;
    private volatile boolean closed;
    private long commands;
    private long pings;
    private volatile long received;
    private volatile long reported;
    private long heartbeatNanos;
    private volatile long pingDue;

    BenchClient(Wire wire, Person person) {
        this.wire = wire;
        this.person = person;
    }

    Person person() {
        return person;
    }

    /**
     * Logs in and waits for the answer.
     *
     * @throws RefusedException when the server does not let the user in
     */
    void login(Command.Credentials credentials, String device, boolean resume) throws IOException {
        request(ack -> new Command.Login(credentials, device, resume, ack), this::loggedIn);
    }

    private void loggedIn(Payload answer) {
        loggedIn = true;
        resumable = answer.has("session");
        long seconds = answer.number("heartbeat");
        heartbeatNanos = TimeUnit.SECONDS.toNanos(seconds > 0 ? seconds : USUAL_HEARTBEAT_SECONDS);
        // Those who logged in at once need not ping at once.
        pingDue = System.nanoTime() + share(ThreadLocalRandom.current().nextDouble(PING_AFTER / 2, PING_AFTER));
    }

    /** Begins a call in a room, or joins the one that is there, and waits for the ack. */
    void create(long room) throws IOException {
        request(ack -> new Command.Create(room, ack), answer -> {});
    }

    /** Joins the call in a room, and waits for the ack. */
    void join(long room) throws IOException {
        request(ack -> new Command.Join(room, ack), answer -> {});
    }

    private void request(Function<Ack, Command> command, Listener onAck) throws IOException {
        long number = nextAck();
        send(command.apply(Ack.of(number)));
        boolean[] came = {false};
        while (!came[0]) {
            read(message -> {
                if (message.is(Cmd.ACK) && message.ack() == number) {
                    came[0] = true;
                    onAck.message(message);
                }
            });
        }
    }

    private synchronized void send(Command command) throws IOException {
        byte[] payload = ENCODER.encode(command);
        wire.add(payload, 0, payload.length);
        wire.flush();
    }

    /** Puts a command behind those that wait to be written. */
    synchronized void add(byte[] command) throws IOException {
        wire.add(command, 0, command.length);
    }

    /** Writes what waits. */
    synchronized void flush() throws IOException {
        wire.flush();
    }

    /** The ack of the next command. */
    synchronized long nextAck() {
        return Acks.ofOther(commands++);
    }

    /**
     * Reads once, and hands on what came.
     *
     * @throws RefusedException when an error came
     * @throws IOException when the connection broke or ended
     */
    void read(Listener listener) throws IOException {
        try {
            if (!wire.read((octets, offset, length) -> take(octets, offset, length, listener))) {
                throw new EOFException("the server closed the connection");
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        flush();
    }

    private void take(byte[] octets, int offset, int length, Listener listener) {
        payload.show(octets, offset, length);
        if (resumable) {
            count();
        }
        if (payload.is(Cmd.ERROR)) {
            int code = (int) payload.number("code");
            throw new UncheckedIOException(new RefusedException(code, String.valueOf(payload.text("msg")), loggedIn));
        }
        listener.message(payload);
    }

    private void count() {
        long now = received + 1;
        received = now;
        if (now - reported >= REPORT_AFTER) {
            try {
                addPing();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Pings where that is due: a server cuts off who says nothing. For any thread. */
    void beat(long nowNanos) throws IOException {
        if (loggedIn && nowNanos - pingDue >= 0) {
            synchronized (this) {
                addPing();
                wire.flush();
            }
        }
    }

    private synchronized void addPing() throws IOException {
        // Counted by the reader: another thread may be a frame behind, which is true as well.
        long told = received;
        reported = told;
        byte[] ping = ENCODER.encode(new Command.Ping(resumable ? told : null, Ack.of(Acks.ofPing(pings++))));
        wire.add(ping, 0, ping.length);
        pingDue = System.nanoTime() + share(PING_AFTER);
    }

    private long share(double part) {
        return (long) (heartbeatNanos * part);
    }

    /** Whether {@link #leave} or {@link #close} was called: whatever ends reading after that is no fault. */
    boolean isClosed() {
        return closed;
    }

    /**
     * Ends its session: at the server too, which would keep it for a while. Its connection then ends as soon as the server has read that. For
     * any thread.
     */
    void leave() {
        closed = true;
        try {
            if (resumable) {
                send(new Command.Logout(null));
            } else {
                wire.close();
            }
        } catch (IOException e) {
            wire.close(); // it is broken, and the session ends with the time that the server gives it
        }
    }

    /** Cuts its connection. For any thread. */
    @Override
    public void close() {
        closed = true;
        wire.close();
    }
}
