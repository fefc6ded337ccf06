package onechat.gateway.signaling;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One logged-in device of one user, from its login to its end; two are equal when they are the same. Used by many threads at once.
 *
 * <p>It knows the rooms in whose calls it takes part, so that a relay finds them without a search, and so that a device that is gone can
 * never enter a call afterwards.
 */
public final class Device {
    private static final long[] NOWHERE = {};

    private final long user;
    private final @Nullable String name;
    private final Inbox inbox;
    private volatile long[] rooms = NOWHERE;
    private boolean gone;

    /**
     * A device that just logged in.
     *
     * @param name by which a later login replaces this one, or null where none does (contract section 3)
     */
    public Device(long user, @Nullable String name, Inbox inbox) {
        this.user = user;
        this.name = name;
        this.inbox = inbox;
    }

    /** The user's id. */
    public long user() {
        return user;
    }

    /** The name that the client gave it, or null. */
    public @Nullable String name() {
        return name;
    }

    /** Where its payloads go. */
    public Inbox inbox() {
        return inbox;
    }

    /** The rooms in whose calls it takes part, in the order it entered them; not to be changed. */
    long[] rooms() {
        return rooms;
    }

    /** Notes that it takes part in the room's call; false, and nothing noted, when it is gone. */
    synchronized boolean enter(long room) {
        if (gone) {
            return false;
        }
        long[] more = Arrays.copyOf(rooms, rooms.length + 1);
        more[rooms.length] = room;
        rooms = more;
        return true;
    }

    /** Notes that it no longer takes part in the room's call. */
    synchronized void exit(long room) {
        long[] fewer = Arrays.stream(rooms).filter(r -> r != room).toArray();
        rooms = fewer.length == 0 ? NOWHERE : fewer;
    }

    /** Ends its life, whereafter it enters no call. Returns the rooms whose calls it still has to leave, to whoever asks. */
    synchronized long[] depart() {
        gone = true;
        return rooms;
    }
}
