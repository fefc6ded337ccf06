package onechat.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A STUN or TURN server as {@code RTCPeerConnection} takes it (contract section 6). Immutable.
 *
 * @param urls such as {@code turn:turn.example.org:3478?transport=udp}, at least one
 * @param username null for STUN
 * @param credential null for STUN
 */
public record IceServer(
        List<String> urls,
        @Nullable String username,
        @Nullable String credential) {
    public IceServer {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("an ICE server has a URL");
        }
    }

    @Override
    public String toString() {
        return "IceServer" + urls;
    }
}
