package onechat.protocol;

import org.jspecify.annotations.Nullable;

/** What another participant says in an offer, an answer or an ICE candidate (contract section 5.4). Immutable; the text form of none holds SDP or addresses. */
public sealed interface RelayedContent {
    /** Who says it; {@link Peer#user} is vouched for by the server, {@link Peer#room} is as the sender wrote it. */
    Peer from();

    /** The sender's {@code ack}, or null where it had none. */
    @Nullable
    Ack ack();

    /** A session description to answer. */
    record Offer(Peer from, String sdp, @Nullable Ack ack) implements RelayedContent {
        @Override
        public String toString() {
            return "Offer[" + from + "]";
        }
    }

    /** A session description that answers an offer. */
    record Answer(Peer from, String sdp, @Nullable Ack ack) implements RelayedContent {
        @Override
        public String toString() {
            return "Answer[" + from + "]";
        }
    }

    /** One more ICE candidate. */
    record Candidate(
            Peer from, IceCandidate candidate, @Nullable Ack ack) implements RelayedContent {
        @Override
        public String toString() {
            return "Candidate[" + from + "]";
        }
    }
}
