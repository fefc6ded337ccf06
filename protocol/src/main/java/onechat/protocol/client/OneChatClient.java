package onechat.protocol.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.CommandEncoder;
import onechat.protocol.IceCandidate;
import onechat.protocol.Message;
import onechat.protocol.Message.Acked;
import onechat.protocol.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A device's session with a OneChat server over TCP or TLS (contract sections 2 to 5). Every method may be called by any thread, also by a
 * listener's; only {@link #connect} blocks.
 *
 * <p>A command is put into a queue, which a writer thread empties, and gives a future of its reply. The future fails with
 * {@link RefusedByServerException} where the server refuses the command, {@link NotSentException} where it did not leave this client,
 * {@link ConnectionLostException} where the connection or the session ended first, and {@link java.util.concurrent.TimeoutException} where no
 * reply came in {@link ClientOptions#replyTimeout}. Bounds: 900 commands and 1 MiB of them wait for their replies, sent or not;
 * what comes on top is not sent.
 *
 * <p>A reader thread completes the futures and calls the listener, all in the order in which the server sent: what is chained to a future without
 * an executor runs there too. Waiting there for another reply would stop the reader, so {@code get} and {@code join} throw
 * {@link IllegalStateException} instead. A reply is given up at the first message or heartbeat after its time.
 *
 * <p>After a login the client shows that it is alive once a heartbeat, whatever else it sends, and gives a connection up whose server was
 * silent for three.
 *
 * <p>A connection that breaks is made anew, and the session goes on where it was (section 4), if the server keeps sessions and
 * {@link ClientOptions#resume} is on: {@link OneChatListener#reconnecting} tells of it, commands wait and don't time out, each is carried out
 * once, each event is told once and in order, and {@link OneChatListener#resumed} tells of the end. If it can't be resumed before the server has surely
 * ended it, it is {@link Closed.How#SESSION_LOST}. Without such a session, a connection that is gone stays gone: connect anew.
 */
public final class OneChatClient implements AutoCloseable {
    private final CommandEncoder encoder = new CommandEncoder();
    private final OwnCommands own = new OwnCommands(encoder);
    private final boolean resume;
    private final SessionKeeper keeper;

    private OneChatClient(
            ClientOptions options,
            Dialer dialer,
            Dialer.Line first,
            OneChatListener listener,
            LongSupplier nanoTime,
            BackOff backOff) {
        this.resume = options.resume();
        this.keeper = new SessionKeeper(options, dialer, first, listener, own, nanoTime, backOff);
    }

    /**
     * Connects; log in next, within 10 s. Blocks for the look-up of the host's name, and then no longer than {@link ClientOptions#connectTimeout}.
     *
     * @throws IOException when the server can't be reached in time, or TLS fails
     */
    public static OneChatClient connect(ClientOptions options, OneChatListener listener) throws IOException {
        return connect(options, listener, System::nanoTime, BackOff.DEFAULT);
    }

    static OneChatClient connect(
            ClientOptions options, OneChatListener listener, LongSupplier nanoTime, BackOff backOff)
            throws IOException {
        Dialer dialer = new Dialer(options);
        Dialer.Line first = dialer.dial(options.connectTimeout(), options.replyTimeout());
        OneChatClient client = new OneChatClient(options, dialer, first, listener, nanoTime, backOff);
        client.keeper.start();
        return client;
    }

    /**
     * Logs in by name and password (section 3).
     *
     * @param device names this device, 1 to 128 characters: a later login of the same name takes its place; null for a device of its own
     */
    public CompletableFuture<Message.OfLogin> login(String name, String pass, @Nullable String device) {
        return login(new Command.Password(name, pass), device);
    }

    /**
     * Logs in by {@link Command.Password} or {@link Command.Token} (section 3).
     *
     * @param device as in {@link #login(String, String, String)}
     * @throws IllegalArgumentException for {@link Command.Resume}: this client resumes its own session by itself, and no other
     */
    public CompletableFuture<Message.OfLogin> login(Command.Credentials credentials, @Nullable String device) {
        if (credentials instanceof Command.Resume) {
            throw new IllegalArgumentException("a session is resumed by the client that has it");
        }
        return command(ack -> new Command.Login(credentials, device, resume, ack))
                .thenApply(acked -> (Message.OfLogin) acked.additions());
    }

    /**
     * Leaves all calls and ends the session (section 3). The connection is closed once the reply is there. If it breaks before, the logout is sent again
     * as every command; should the first have been carried out, the resume is refused, and the session is lost as it was meant to be.
     */
    public CompletableFuture<Acked> logout() {
        return command(Command.Logout::new);
    }

    /** Asks whether the server is there. */
    public CompletableFuture<Acked> ping() {
        return command(ack -> new Command.Ping(null, ack));
    }

    /** Begins a call in a room and rings its members, or joins the call that is under way (section 5.1). */
    public CompletableFuture<Message.OfCreate> create(long room) {
        return command(ack -> new Command.Create(room, ack)).thenApply(acked -> (Message.OfCreate) acked.additions());
    }

    /** Joins a room's call (section 5.2). Those who are in it already send this client offers. */
    public CompletableFuture<Message.OfJoin> join(long room) {
        return command(ack -> new Command.Join(room, ack)).thenApply(acked -> (Message.OfJoin) acked.additions());
    }

    /** Leaves a room's call, or declines it while it rings (section 5.3). */
    public CompletableFuture<Acked> leave(long room) {
        return command(ack -> new Command.Leave(room, false, ack));
    }

    /** Declines a room's call because of another call (section 5.3). */
    public CompletableFuture<Acked> declineBusy(long room) {
        return command(ack -> new Command.Leave(room, true, ack));
    }

    /**
     * Asks who of a room's members could be reached now (section 5, addition). A server that can't tell refuses it with
     * {@link onechat.protocol.ErrorCode#MALFORMED}.
     */
    public CompletableFuture<Message.OfPresence> presence(long room) {
        return command(ack -> new Command.Presence(room, ack))
                .thenApply(acked -> (Message.OfPresence) acked.additions());
    }

    /** Sends another participant an offer (section 5.4). */
    public CompletableFuture<Acked> offer(Peer to, String sdp) {
        return send(ack -> encoder.offer(to, sdp, ack));
    }

    /** Sends another participant an answer (section 5.4). */
    public CompletableFuture<Acked> answer(Peer to, String sdp) {
        return send(ack -> encoder.answer(to, sdp, ack));
    }

    /** Sends another participant an ICE candidate (section 5.4). */
    public CompletableFuture<Acked> candidate(Peer to, IceCandidate candidate) {
        return send(ack -> encoder.candidate(to, candidate, ack));
    }

    /**
     * Ends everything at once, without a logout and also while the client is reconnecting: what was not sent yet is dropped, replies under way
     * fail, and the server takes the device out of its calls: at once, or, where it keeps the session, after its resume window. {@link #logout} is the polite way.
     * The listener's {@link OneChatListener#closed} follows, and nothing else. A second call changes nothing. Only a look-up of the host's name that is
     * under way can't be cut short; {@code closed} waits for it.
     */
    @Override
    public void close() {
        keeper.close();
    }

    private CompletableFuture<Acked> command(Function<Ack, Command> command) {
        return send(ack -> encoder.encode(command.apply(ack)));
    }

    private CompletableFuture<Acked> send(Function<Ack, byte[]> payload) {
        Ack ack = own.nextAck();
        return keeper.send(ack, payload.apply(ack));
    }
}
