package onechat.gateway.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import onechat.gateway.peer.NativePeer;
import onechat.gateway.peer.PeerSignals;
import onechat.protocol.IceCandidate;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import onechat.protocol.RelayedContent;
import onechat.protocol.client.ClientOptions;
import onechat.protocol.client.OneChatClient;
import onechat.protocol.client.OneChatListener;

/**
 * A native app of two people in a room: the product's client over TCP, and a real WebRTC stack. The test's thread asks, the client's and
 * the stack's threads bring the answers.
 */
final class NativeApp implements OneChatListener, PeerSignals, AutoCloseable {
    private final long room;
    private final Peer other;
    private final OneChatClient client;
    private final NativePeer peer;
    private final CompletableFuture<Message.Created> ring = new CompletableFuture<>();
    private final CompletableFuture<Message.Left> left = new CompletableFuture<>();
    private final List<Throwable> refusals = new CopyOnWriteArrayList<>();

    NativeApp(InetSocketAddress server, String name, long room, long otherUser) throws IOException {
        this.room = room;
        this.other = Peer.in(room, otherUser);
        this.peer = new NativePeer(name, this);
        this.client =
                OneChatClient.connect(ClientOptions.of(server.getAddress().getHostAddress(), server.getPort()), this);
        client.login(name, name, "phone").join();
    }

    void call() {
        client.create(room).join();
    }

    void accept() {
        client.join(room).join();
    }

    void hangUp() {
        client.leave(room).join();
    }

    NativePeer peer() {
        return peer;
    }

    boolean isRung() {
        return ring.isDone();
    }

    boolean isAlone() {
        return left.isDone();
    }

    /** What the server refused, of all that was sent while the call went on. */
    List<Throwable> refusals() {
        return List.copyOf(refusals);
    }

    @Override
    public void created(Message.Created created) {
        ring.complete(created);
    }

    /** Who was there first sends the offer. */
    @Override
    public void joined(Message.Joined joined) {
        peer.offer();
    }

    @Override
    public void left(Message.Left gone) {
        left.complete(gone);
    }

    @Override
    public void offer(RelayedContent.Offer offer) {
        peer.acceptOffer(offer.sdp());
    }

    @Override
    public void answer(RelayedContent.Answer answer) {
        peer.acceptAnswer(answer.sdp());
    }

    @Override
    public void candidate(RelayedContent.Candidate candidate) {
        if (!candidate.candidate().candidate().isEmpty()) {
            peer.addRemoteCandidate(candidate.candidate());
        }
    }

    @Override
    public void offer(String sdp) {
        noteRefusal(client.offer(other, sdp));
    }

    @Override
    public void answer(String sdp) {
        noteRefusal(client.answer(other, sdp));
    }

    @Override
    public void candidate(IceCandidate candidate) {
        noteRefusal(client.candidate(other, candidate));
    }

    private void noteRefusal(CompletableFuture<?> reply) {
        var _ = reply.whenComplete((acked, failure) -> {
            if (failure != null) {
                refusals.add(failure);
            }
        });
    }

    @Override
    public void close() {
        client.close();
        peer.close();
    }
}
