package onechat.gateway.bench;

import java.io.IOException;
import java.util.function.Function;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.CommandEncoder;
import onechat.protocol.IceCandidate;
import onechat.protocol.Peer;

/** One of two users in a call: what is said to the other, and what was heard. Used by the readers of both. */
final class CallSide {
    private static final CommandEncoder ENCODER = new CommandEncoder();
    private static final IceCandidate CANDIDATE = new IceCandidate(
            "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.0.2.17 rport 46154 generation 0",
            0,
            "0",
            "sXP5");

    private final BenchClient client;
    private final long room;
    private final Peer other;
    private final CallPair.Talk talk;
    private final String sdp;
    private int unacked;
    private int candidates;
    private boolean described;
    private long leaveAck;

    CallSide(BenchClient client, long room, long other, CallPair.Talk talk) {
        this.client = client;
        this.room = room;
        this.other = Peer.of(other);
        this.talk = talk;
        this.sdp = "v=0 " + "x".repeat(talk.sdpBytes());
    }

    BenchClient client() {
        return client;
    }

    /** Begins the call. */
    synchronized void create() throws IOException {
        begin(ack -> new Command.Create(room, ack));
    }

    /** Takes the call. */
    synchronized void join() throws IOException {
        begin(ack -> new Command.Join(room, ack));
    }

    private void begin(Function<Ack, Command> entering) throws IOException {
        unacked = 0;
        candidates = 0;
        described = false;
        leaveAck = 0;
        say(ack -> ENCODER.encode(entering.apply(ack)));
        client.flush();
    }

    synchronized void offer() throws IOException {
        say(ack -> ENCODER.offer(other, sdp, ack));
        sayCandidates();
    }

    synchronized void answer() throws IOException {
        say(ack -> ENCODER.answer(other, sdp, ack));
        sayCandidates();
    }

    private void sayCandidates() throws IOException {
        for (int i = 0; i < talk.candidates(); i++) {
            say(ack -> ENCODER.candidate(other, CANDIDATE, ack));
        }
        client.flush();
    }

    synchronized void leave() throws IOException {
        leaveAck = say(ack -> ENCODER.encode(new Command.Leave(room, false, ack)));
        client.flush();
    }

    private long say(Function<Ack, byte[]> command) throws IOException {
        long number = client.nextAck();
        client.add(command.apply(Ack.of(number)));
        unacked++;
        return number;
    }

    /** The other's offer or answer came. */
    synchronized void describedByOther() {
        described = true;
    }

    /** A candidate of the other's came. */
    synchronized void candidateOfOther() {
        candidates++;
    }

    /** Whether the other has said all there is to say. */
    synchronized boolean hasHeardAll() {
        return described && candidates == talk.candidates();
    }

    /**
     * An ack came; whether it was that of leaving, after which nothing comes of this call.
     *
     * @throws IOException when others are missing by then
     */
    synchronized boolean left(long ack) throws IOException {
        if (Acks.isOfPing(ack)) {
            return false;
        }
        unacked--;
        if (leaveAck == 0 || ack != leaveAck) {
            return false;
        }
        if (unacked != 0) {
            throw new IOException("the server acked the last command of a call before all others");
        }
        return true;
    }
}
