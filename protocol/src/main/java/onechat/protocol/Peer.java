package onechat.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The other participant that an offer, an answer or an ICE candidate goes to or comes from (contract section 5.4). Immutable.
 *
 * @param user the user's id, 1 to {@link Limits#MAX_ID}
 * @param room the room whose call it is about, 1 to {@link Limits#MAX_ID}; null where the two share only one call, and from clients that
 *     don't say
 */
public record Peer(long user, @Nullable Long room) {
    public Peer {
        requireId(user);
        if (room != null) {
            requireId(room);
        }
    }

    /** A participant of the only call that the two share. */
    public static Peer of(long user) {
        return new Peer(user, null);
    }

    /** A participant of the call in that room; right also where the two share several calls. */
    public static Peer in(long room, long user) {
        return new Peer(user, room);
    }

    private static void requireId(long id) {
        if (id < 1 || id > Limits.MAX_ID) {
            throw new IllegalArgumentException("an id is 1 to 2^53-1");
        }
    }
}
