package onechat.protocol.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import onechat.protocol.Ack;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FramingException;
import onechat.protocol.Limits;
import onechat.protocol.MalformedPayloadException;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * Runs one socket from its opening to its end. Its methods may be called by any thread and don't block; a reader and a writer thread of its own
 * do.
 */
final class ClientConnection {
    /** More than the server keeps for a client it can't send. */
    private static final int MAX_RECEIVED_BYTES = Outbox.MAX_BYTES + Limits.RELAY_GROWTH_BYTES;

    private static final int READ_BYTES = 16 * 1_024;
    /** A server that is silent for as many heartbeats is lost, as a client is (contract section 3). */
    private static final int HEARTBEATS_TO_LOSS = 3;

    private static final long MAX_HEARTBEAT_SECONDS = TimeUnit.HOURS.toSeconds(1);

    private final Dialer.Line line;
    private final int maxPayloadBytes;
    private final Thread reader = daemon(this::read, "onechat-client-reader");
    private final Thread writer = daemon(this::write, "onechat-client-writer");
    private final Outbox outbox;
    private final Commands commands;
    private final Incoming incoming;
    private volatile boolean closedHere;

    /**
     * A connection that {@link #start} sets going.
     *
     * @param heartbeat gives the payload that shows that the client is alive
     * @param nanoTime what replies are timed by
     */
    ClientConnection(
            Dialer.Line line,
            ClientOptions options,
            OneChatListener listener,
            Supplier<byte[]> heartbeat,
            LongSupplier nanoTime) {
        this.line = line;
        this.maxPayloadBytes = options.maxPayloadBytes();
        this.outbox = new Outbox(heartbeat);
        this.commands = new Commands(reader, nanoTime, options.replyTimeout().toNanos());
        this.incoming = new Incoming(commands, listener);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        commands.attach(outbox);
        reader.start();
        writer.start();
    }

    /** Puts a command behind those sent before. */
    CompletableFuture<Message.Acked> send(Ack ack, byte[] payload) {
        if (payload.length > maxPayloadBytes) {
            return CompletableFuture.failedFuture(
                    new NotSentException("the payload is over " + maxPayloadBytes + " octets"));
        }
        return commands.send(ack, payload);
    }

    /** Ends the connection at once. */
    void close() {
        closedHere = true;
        incoming.stop();
        commands.refuse();
        outbox.close();
        line.cut();
    }

    private void read() {
        Exception cause = new IOException("the reader failed");
        try {
            readAll();
            cause = null;
        } catch (IOException | FramingException | MalformedPayloadException | RuntimeException e) {
            cause = e;
        } finally {
            outbox.close();
            line.cut();
            commands.close(cause);
            ended(cause);
        }
    }

    private void ended(@Nullable Exception cause) {
        if (closedHere || incoming.isLoggedOut()) {
            incoming.closed(Closed.How.BY_CLIENT, null);
        } else if (cause == null) {
            incoming.closed(Closed.How.BY_SERVER, null);
        } else {
            incoming.closed(Closed.How.LOST, cause);
        }
    }

    private void readAll() throws IOException, FramingException, MalformedPayloadException {
        FrameDecoder frames = new FrameDecoder(MAX_RECEIVED_BYTES);
        InputStream in = line.spoken().getInputStream();
        byte[] buffer = new byte[READ_BYTES];
        boolean loggedIn = false;
        int length = in.read(buffer);
        while (length >= 0) {
            frames.feed(buffer, 0, length, incoming);
            incoming.throwFault();
            commands.expire();
            if (incoming.isLoggedOut()) {
                return;
            }
            if (!loggedIn && incoming.login() != null) {
                loggedIn = true;
                beatEvery(incoming.login().heartbeatSeconds());
            }
            length = in.read(buffer);
        }
    }

    private void beatEvery(long seconds) throws IOException {
        if (seconds < 1) {
            // A server of the seed: it knows no ping, and may be silent.
            line.spoken().setSoTimeout(0);
            return;
        }
        long bounded = Math.min(seconds, MAX_HEARTBEAT_SECONDS);
        outbox.beatEvery(TimeUnit.SECONDS.toNanos(bounded));
        int millis = Math.toIntExact(TimeUnit.SECONDS.toMillis(bounded * HEARTBEATS_TO_LOSS));
        line.spoken().setSoTimeout(millis);
    }

    private void write() {
        try {
            OutputStream out = line.spoken().getOutputStream();
            byte[] frames = outbox.take();
            while (frames != null) {
                out.write(frames);
                out.flush();
                frames = outbox.take();
            }
        } catch (IOException | InterruptedException e) {
            // The reader finds the same end, after what the server said last.
            outbox.close();
        }
    }
}
