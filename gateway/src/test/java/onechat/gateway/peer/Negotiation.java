package onechat.gateway.peer;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import onechat.protocol.IceCandidate;
import org.jspecify.annotations.Nullable;

/**
 * Makes and applies the SDP and the candidates of one native connection. Confined to its peer's thread, where every step
 * blocks until WebRTC is through with it, or fails after 10 s.
 */
final class Negotiation {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final RTCPeerConnection connection;
    private final PeerSignals signals;
    private final List<RTCIceCandidate> earlyCandidates = new ArrayList<>();
    private boolean remoteDescribed;

    Negotiation(RTCPeerConnection connection, PeerSignals signals) {
        this.connection = connection;
        this.signals = signals;
    }

    void offer() throws Exception {
        RTCSessionDescription offer = create(made -> connection.createOffer(new RTCOfferOptions(), made));
        // Candidates come once the description is set: sent before that, it is sent before them.
        signals.offer(offer.sdp);
        apply(applied -> connection.setLocalDescription(offer, applied));
    }

    void acceptOffer(String sdp) throws Exception {
        applyRemote(RTCSdpType.OFFER, sdp);
        RTCSessionDescription answer = create(made -> connection.createAnswer(new RTCAnswerOptions(), made));
        signals.answer(answer.sdp);
        apply(applied -> connection.setLocalDescription(answer, applied));
    }

    void acceptAnswer(String sdp) throws Exception {
        applyRemote(RTCSdpType.ANSWER, sdp);
    }

    void addRemoteCandidate(IceCandidate candidate) {
        if (candidate.candidate().isEmpty()) {
            return; // A browser's way to say that there are no more: nothing to add.
        }
        Integer index = candidate.sdpMLineIndex();
        var remote = new RTCIceCandidate(candidate.sdpMid(), index == null ? 0 : index, candidate.candidate());
        if (remoteDescribed) {
            connection.addIceCandidate(remote);
        } else {
            earlyCandidates.add(remote);
        }
    }

    private void applyRemote(RTCSdpType type, String sdp) throws Exception {
        apply(applied -> connection.setRemoteDescription(new RTCSessionDescription(type, sdp), applied));
        remoteDescribed = true;
        earlyCandidates.forEach(connection::addIceCandidate);
        earlyCandidates.clear();
    }

    private static RTCSessionDescription create(Consumer<CreateSessionDescriptionObserver> start) throws Exception {
        var made = new CompletableFuture<RTCSessionDescription>();
        start.accept(new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                made.complete(description);
            }

            @Override
            public void onFailure(String error) {
                made.completeExceptionally(new IllegalStateException(error));
            }
        });
        return made.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void apply(Consumer<SetSessionDescriptionObserver> start) throws Exception {
        var applied = new CompletableFuture<@Nullable Void>();
        start.accept(new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                applied.complete(null);
            }

            @Override
            public void onFailure(String error) {
                applied.completeExceptionally(new IllegalStateException(error));
            }
        });
        applied.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
