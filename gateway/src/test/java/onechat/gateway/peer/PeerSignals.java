package onechat.gateway.peer;

import onechat.protocol.IceCandidate;

/**
 * Takes what a {@link NativePeer} wants carried to the other side. Called on that peer's own thread, one call at a time:
 * an offer or answer always comes before the candidates that belong to it, so passing everything on in order is enough.
 */
public interface PeerSignals {

    /** An offer to send, as SDP. */
    void offer(String sdp);

    /** An answer to send, as SDP. */
    void answer(String sdp);

    /** A local candidate to send. */
    void candidate(IceCandidate candidate);
}
