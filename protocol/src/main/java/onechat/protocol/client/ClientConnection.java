package onechat.protocol.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FramingException;
import onechat.protocol.Limits;
import onechat.protocol.MalformedPayloadException;

/** Moves octets between one socket and its outbox and arrivals. Used by the reader thread; a writer thread of its own empties the outbox. */
final class ClientConnection {
    /** More than the server keeps for a client it can't send. */
    private static final int MAX_RECEIVED_BYTES = Outbox.MAX_BYTES + Limits.RELAY_GROWTH_BYTES;

    private static final int READ_BYTES = 16 * 1_024;

    private final Dialer.Line line;
    private final Outbox outbox;
    private final ClientSession session;
    private final Thread writer;

    ClientConnection(Dialer.Line line, Outbox outbox, ClientSession session) {
        this.line = line;
        this.outbox = outbox;
        this.session = session;
        this.writer = new Thread(this::write, "onechat-client-writer");
        this.writer.setDaemon(true);
    }

    /** Sets the writer going. */
    void start() {
        writer.start();
    }

    /** Reads until the server ends its direction, or nothing more is taken. */
    void read(Arrivals arrivals) throws IOException, FramingException, MalformedPayloadException {
        FrameDecoder frames = new FrameDecoder(MAX_RECEIVED_BYTES);
        InputStream in = line.spoken().getInputStream();
        byte[] buffer = new byte[READ_BYTES];
        boolean beating = false;
        int length = in.read(buffer);
        while (length >= 0) {
            frames.feed(buffer, 0, length, arrivals);
            arrivals.batchRead();
            if (arrivals.isOver()) {
                return;
            }
            if (!beating && arrivals.isInSession()) {
                beating = true;
                beatEvery(session.heartbeatSeconds());
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
        outbox.beatEvery(TimeUnit.SECONDS.toNanos(seconds));
        long millis = TimeUnit.SECONDS.toMillis(seconds * ClientSession.HEARTBEATS_TO_LOSS);
        line.spoken().setSoTimeout(Math.toIntExact(millis));
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

    /** Ends the socket and its writer at once. */
    void end() {
        outbox.close();
        line.cut();
    }
}
