package onechat.bridge;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides which pages may open a connection (contract section 1.2). Immutable. */
final class OriginPolicy {
    private final Set<Origin> allowed;

    /** @param allowedOrigins well-formed origins; none allows the same origin only */
    OriginPolicy(Set<String> allowedOrigins) {
        this.allowed = allowedOrigins.stream().map(Origin::of).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a request with these headers may connect.
     *
     * @param originHeaders the values of all {@code Origin} headers; a client without any is no browser, and let in
     * @param hostHeader the value of {@code Host}
     */
    boolean allows(List<String> originHeaders, @Nullable String hostHeader) {
        if (originHeaders.isEmpty()) {
            return true;
        }
        Origin origin = originHeaders.size() == 1 ? Origin.of(originHeaders.getFirst()) : null;
        if (origin == null) {
            return false;
        }
        if (allowed.isEmpty()) {
            return hostHeader != null && origin.isServedBy(hostHeader);
        }
        return allowed.contains(origin);
    }
}
