package onechat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.signaling.Gate;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import org.jspecify.annotations.Nullable;

/** A connection whose network is a list. Used by many threads at once. */
final class RecordedConnection implements Connection {
    private final String remoteAddress;
    private final List<String> events = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private volatile @Nullable Gate stall;
    private volatile @Nullable Gate abortStall;
    private @Nullable RuntimeException fault;
    private boolean aborted;

    RecordedConnection() {
        this("192.0.2.1");
    }

    RecordedConnection(String remoteAddress) {
        this.remoteAddress = remoteAddress;
    }

    /** From now on a write waits at the gate, as it does for a peer that does not read. */
    void stallAt(Gate gate) {
        stall = gate;
    }

    /** From now on whoever cuts it waits at the gate that is returned. */
    Gate stallAborts() {
        Gate gate = new Gate();
        abortStall = gate;
        return gate;
    }

    /** From now on a write fails with a fault of the edge's own. */
    synchronized void failWith(RuntimeException bug) {
        fault = bug;
    }

    @Override
    public void write(List<byte[]> payloads) throws IOException {
        Gate gate = stall;
        if (gate != null) {
            gate.pass();
        }
        synchronized (this) {
            if (aborted) {
                throw new IOException("aborted");
            }
            if (fault != null) {
                throw fault;
            }
            batches.add(payloads.size());
            payloads.forEach(payload -> events.add(new String(payload, UTF_8)));
        }
    }

    @Override
    public synchronized void close(CloseReason reason) {
        events.add("closed " + reason.webSocketCode());
    }

    @Override
    public void abort() {
        Gate gate = abortStall;
        if (gate != null) {
            gate.pass();
        }
        synchronized (this) {
            aborted = true;
            events.add("aborted");
        }
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    /** The payloads written, and how the connection ended, in order. */
    synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** The same, without what was asked for before. */
    synchronized List<String> takeEvents() {
        List<String> taken = events();
        events.clear();
        return taken;
    }

    /** How many payloads each write carried. */
    synchronized List<Integer> batches() {
        return List.copyOf(batches);
    }
}
