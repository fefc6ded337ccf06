package onechat.protocol.example;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import onechat.protocol.IceCandidate;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import onechat.protocol.RelayedContent;
import onechat.protocol.client.ClientOptions;
import onechat.protocol.client.Closed;
import onechat.protocol.client.OneChatClient;
import onechat.protocol.client.OneChatListener;

/** Makes and takes calls. Its listener methods run on the client's reader thread, the others on any. */
final class Phone implements OneChatListener, AutoCloseable {
    /** What the phone needs of a WebRTC stack: one peer connection for each other participant. */
    interface PeerConnections {
        CompletableFuture<String> offer(Peer to);

        CompletableFuture<String> answer(Peer to, String offer);

        void answered(Peer by, String answer);

        void add(Peer from, IceCandidate candidate);

        void close(long user);
    }

    private final PeerConnections media;
    private final Consumer<String> log;
    private final OneChatClient client;

    Phone(ClientOptions options, PeerConnections media, Consumer<String> log) throws IOException {
        this.media = media;
        this.log = log;
        this.client = OneChatClient.connect(options, this);
    }

    CompletableFuture<Message.OfLogin> logIn(String name, String pass) {
        return client.login(name, pass, "phone");
    }

    /** Rings everybody in a room, or joins the call that is under way there. */
    CompletableFuture<Message.OfCreate> call(long room) {
        return client.create(room);
    }

    @Override
    public void created(Message.Created ring) {
        // An app would show who rings, and let its user choose between join, leave and declineBusy.
        report(client.join(ring.to()));
    }

    @Override
    public void joined(Message.Joined joined) {
        // Who was there first sends the offer.
        Peer peer = Peer.in(joined.to(), joined.from());
        report(media.offer(peer).thenCompose(sdp -> client.offer(peer, sdp)));
    }

    @Override
    public void offer(RelayedContent.Offer offer) {
        report(media.answer(offer.from(), offer.sdp()).thenCompose(sdp -> client.answer(offer.from(), sdp)));
    }

    @Override
    public void answer(RelayedContent.Answer answer) {
        media.answered(answer.from(), answer.sdp());
    }

    @Override
    public void candidate(RelayedContent.Candidate candidate) {
        media.add(candidate.from(), candidate.candidate());
    }

    @Override
    public void reconnecting() {
        // The call goes on meanwhile: an app would show that it waits for the network.
        log.accept("reconnecting");
    }

    @Override
    public void resumed() {
        log.accept("resumed");
    }

    /** What the WebRTC stack calls for each candidate that it finds. */
    void found(Peer to, IceCandidate candidate) {
        report(client.candidate(to, candidate));
    }

    @Override
    public void left(Message.Left left) {
        media.close(left.from());
    }

    @Override
    public void closed(Closed closed) {
        log.accept("the connection is gone: " + closed.how());
    }

    private void report(CompletableFuture<?> reply) {
        var unused = reply.whenComplete((done, failure) -> {
            if (failure != null) {
                log.accept("refused or lost: " + failure.getMessage());
            }
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
