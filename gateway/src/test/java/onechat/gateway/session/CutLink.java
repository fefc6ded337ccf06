package onechat.gateway.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FrameEncoder;
import onechat.protocol.FramingException;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionListener;
import org.jspecify.annotations.Nullable;

/**
 * A network between one client and the server, whose octets arrive when a test says so, and which can be cut at each of them. The test's
 * thread uses it, and the server's threads write to it.
 */
final class CutLink implements Connection {
    private final String address;
    private final FrameDecoder toServer = new FrameDecoder(65_536);
    private final ByteArrayOutputStream up = new ByteArrayOutputStream();
    private final ByteArrayOutputStream down = new ByteArrayOutputStream();
    private @Nullable ConnectionListener server;
    private boolean cut;
    private boolean serverClosed;
    private boolean over;

    CutLink(String address) {
        this.address = address;
    }

    /** Connects it to a server. */
    void open(Sessions sessions) {
        server = sessions.accept(this);
    }

    /** The client sends; nothing arrives yet. */
    void send(byte[] payload) {
        if (!cut) {
            up.writeBytes(FrameEncoder.frame(payload));
        }
    }

    /** Octets that are on their way to the server. */
    int goingUp() {
        return up.size();
    }

    /** Octets that are on their way to the client. */
    synchronized int goingDown() {
        return down.size();
    }

    /** The server gets that many octets, in one read. */
    void arriveUp(int octets) {
        byte[] arrived = take(up, octets);
        if (arrived.length > 0 && !over && server != null) {
            try {
                toServer.feed(arrived, 0, arrived.length, server::payload);
            } catch (FramingException e) {
                throw new AssertionError("the client's framing is sound", e);
            }
            server.batchEnd();
        }
    }

    /** The client gets that many octets. */
    synchronized byte[] arriveDown(int octets) {
        return take(down, octets);
    }

    private static byte[] take(ByteArrayOutputStream from, int octets) {
        byte[] all = from.toByteArray();
        int taken = Math.min(octets, all.length);
        from.reset();
        from.write(all, taken, all.length - taken);
        return Arrays.copyOf(all, taken);
    }

    /** What is on its way is lost, and so is what either side sends from now on; the server need not notice. */
    synchronized void cut() {
        cut = true;
        up.reset();
        down.reset();
    }

    /** The server notices the end, of whichever side's making; it does once. */
    void serverNotices() {
        if (!over && server != null) {
            over = true;
            server.closed();
        }
    }

    /** Whether the client can go on with it: neither was it cut, nor did the server close it and all of that arrive. */
    synchronized boolean isUsable() {
        return !cut && !(serverClosed && down.size() == 0);
    }

    /** Whether the server has closed it, so that its edge would tell of the end. */
    synchronized boolean isClosedByServer() {
        return serverClosed;
    }

    @Override
    public synchronized void write(List<byte[]> payloads) throws IOException {
        if (over) {
            throw new IOException("the connection is gone");
        }
        if (!cut) {
            payloads.forEach(payload -> down.writeBytes(FrameEncoder.frame(payload)));
        }
    }

    @Override
    public synchronized void close(CloseReason reason) {
        serverClosed = true;
    }

    @Override
    public synchronized void abort() {
        serverClosed = true;
    }

    @Override
    public String remoteAddress() {
        return address;
    }
}
