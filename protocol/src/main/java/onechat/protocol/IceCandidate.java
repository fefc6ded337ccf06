package onechat.protocol;

import org.jspecify.annotations.Nullable;

/**
 * An ICE candidate as WebRTC gives and takes it (contract section 5.4). Immutable.
 *
 * <p>On the wire {@code label} is the index of the media line where there is one, and otherwise its identification; {@code sdpMid} and
 * {@code usernameFragment} are additions that clients of the seed don't send.
 *
 * @param candidate the candidate line; empty where no more will come
 * @param sdpMLineIndex the index of the media line, 0 or more, or null
 * @param sdpMid the identification of the media line, or null
 * @param usernameFragment the ICE user name fragment that the candidate belongs to, or null
 */
public record IceCandidate(
        String candidate,
        @Nullable Integer sdpMLineIndex,
        @Nullable String sdpMid,
        @Nullable String usernameFragment) {
    public IceCandidate {
        if (sdpMLineIndex != null && sdpMLineIndex < 0) {
            throw new IllegalArgumentException("the index of a media line is 0 or more");
        }
    }

    /** Without the candidate line, which holds a person's address. */
    @Override
    public String toString() {
        return "IceCandidate[sdpMLineIndex=" + sdpMLineIndex + ", sdpMid=" + sdpMid + "]";
    }
}
