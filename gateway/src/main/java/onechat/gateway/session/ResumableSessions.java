package onechat.gateway.session;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the sessions that can be resumed, and those whose clients stay away (contract section 4). Used by many threads at once. */
final class ResumableSessions {
    private final long windowNanos;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, ResumableSession> byHandle = new ConcurrentHashMap<>();
    private final Set<ResumableSession> away = ConcurrentHashMap.newKeySet();

    /** @param windowNanos how long a session waits for its client; 0 where none does */
    ResumableSessions(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    /** Whether sessions wait for their clients at all. */
    boolean areOffered() {
        return windowNanos > 0;
    }

    /** A session for a device that logs in; it can be found once it is {@link #add added}. */
    ResumableSession create(long user, @Nullable String deviceName, ClientConnection connection) {
        return new ResumableSession(SessionKey.random(random), away, user, deviceName, connection);
    }

    void add(ResumableSession session) {
        byHandle.put(session.key().handle(), session);
    }

    void remove(ResumableSession session) {
        byHandle.remove(session.key().handle(), session);
    }

    /** The session that a client names, or null where there is none. */
    @Nullable
    ResumableSession find(String name) {
        SessionKey key = SessionKey.of(name);
        if (key == null) {
            return null;
        }
        ResumableSession session = byHandle.get(key.handle());
        return session != null && session.key().matches(key) ? session : null;
    }

    /** Ends those whose clients have stayed away for too long, one by one: where one fails, the others' turn comes the next time. */
    void endThoseOver(long nowNanos, Consumer<ResumableSession> ended) {
        for (ResumableSession session : away) {
            if (session.endIfOver(nowNanos, windowNanos)) {
                ended.accept(session);
            }
        }
    }

    /** How many there are. */
    int size() {
        return byHandle.size();
    }

    /** How many wait for their clients. */
    int away() {
        return away.size();
    }

    /** How many frames are kept in all. */
    long keptFrames() {
        return byHandle.values().stream()
                .mapToLong(ResumableSession::keptFrames)
                .sum();
    }
}
