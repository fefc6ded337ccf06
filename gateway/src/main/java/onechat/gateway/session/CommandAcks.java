package onechat.gateway.session;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The acks of the last commands of one session, the oldest first, each with a mark of what became of it, in few octets: thirty for a number, where
 * objects would take 170. Guarded by its session.
 *
 * <p>Each is known by its place, a number from {@link #add} on that is its own while it is held.
 */
final class CommandAcks {
    /** No place. */
    static final int NONE = -1;

    private static final int PLACES = Integer.MAX_VALUE;
    private static final int HEADER_BYTES = 3;
    private static final int LEAST_LOG_BYTES = 32;
    private static final int LEAST_SLOTS = 8;
    /** Another one in each process, so that no client can choose acks that all look alike. */
    private static final int MULTIPLIER = ThreadLocalRandom.current().nextInt() | 1;

    /** Entries one behind the other: the mark, the ack's length in two octets, the ack. */
    private byte[] log = new byte[LEAST_LOG_BYTES];
    /** The place of the first octet of {@link #log}; places go on from 0 where they end. */
    private int base;

    private int first;
    private int end;
    /** Places by their ack's hash, or the next free slot behind; at most half of the slots are taken. */
    private int[] slots = emptySlots(LEAST_SLOTS);
    /** The hashes of those in the slots: to look at the acks themselves, which lie all about, would take longer than all the rest. */
    private char[] hashes = new char[LEAST_SLOTS];

    private int found;
    private int entries;

    private static int[] emptySlots(int count) {
        int[] slots = new int[count];
        Arrays.fill(slots, NONE);
        return slots;
    }

    /** How many are held, those included that are not found any more. */
    int size() {
        return entries;
    }

    /** The octets that it takes for the entries, used or not. */
    int heldBytes() {
        return log.length;
    }

    /** Holds one more that {@link #find} does not find. Returns its place. */
    int add(byte[] ack, byte mark) {
        int place = end;
        makeRoom(HEADER_BYTES + ack.length);
        int at = at(place);
        log[at] = mark;
        log[at + 1] = (byte) (ack.length >> 8);
        log[at + 2] = (byte) ack.length;
        System.arraycopy(ack, 0, log, at + HEADER_BYTES, ack.length);
        end = after(place, HEADER_BYTES + ack.length);
        entries++;
        if (2 * (found + 1) > slots.length) {
            index(2 * slots.length);
        }
        insert(place, hash(ack, 0, ack.length));
        found++;
        return place;
    }

    /** The place of an ack, or {@link #NONE}. */
    int find(byte[] ack) {
        int mask = slots.length - 1;
        char hash = hash(ack, 0, ack.length);
        for (int slot = hash & mask; slots[slot] != NONE; slot = (slot + 1) & mask) {
            if (hashes[slot] == hash && isAt(slots[slot], ack)) {
                return slots[slot];
            }
        }
        return NONE;
    }

    private boolean isAt(int place, byte[] ack) {
        int at = at(place);
        return Arrays.equals(log, at + HEADER_BYTES, at + HEADER_BYTES + length(at), ack, 0, ack.length);
    }

    byte mark(int place) {
        return log[at(place)];
    }

    void mark(int place, byte mark) {
        log[at(place)] = mark;
    }

    /** The place of the oldest; there is one. */
    int oldest() {
        return first;
    }

    /** Lets the oldest go. It is not found any more, whether it was hidden before or not. */
    void removeOldest() {
        hide(first);
        first = after(first, HEADER_BYTES + length(at(first)));
        entries--;
    }

    /** Does not find one any more, which is held all the same until it is the oldest. */
    void hide(int place) {
        int slot = slotOf(place);
        if (slot != NONE) {
            free(slot);
            found--;
        }
    }

    private int slotOf(int place) {
        int mask = slots.length - 1;
        int slot = hashAt(place) & mask;
        while (slots[slot] != place && slots[slot] != NONE) {
            slot = (slot + 1) & mask;
        }
        return slots[slot] == place ? slot : NONE;
    }

    /** Moves up whatever would no longer be reached past the slot that is free now. */
    private void free(int slot) {
        int mask = slots.length - 1;
        int free = slot;
        for (int next = (free + 1) & mask; slots[next] != NONE; next = (next + 1) & mask) {
            int home = hashes[next] & mask;
            if (((next - home) & mask) >= ((next - free) & mask)) {
                slots[free] = slots[next];
                hashes[free] = hashes[next];
                free = next;
            }
        }
        slots[free] = NONE;
    }

    private void index(int count) {
        int[] before = slots;
        char[] hashesBefore = hashes;
        slots = emptySlots(count);
        hashes = new char[count];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != NONE) {
                insert(before[i], hashesBefore[i]);
            }
        }
    }

    private void insert(int place, char hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != NONE) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = place;
        hashes[slot] = hash;
    }

    private void makeRoom(int bytes) {
        int held = distance(first, end);
        if (at(end) + bytes <= log.length) {
            return;
        }
        // Where half of it is over, what is left moves to the front; else it grows.
        byte[] target = 2 * (held + bytes) <= log.length ? log : new byte[Math.max(2 * log.length, 2 * (held + bytes))];
        System.arraycopy(log, at(first), target, 0, held);
        log = target;
        base = first;
    }

    private char hashAt(int place) {
        int at = at(place);
        return hash(log, at + HEADER_BYTES, length(at));
    }

    private static char hash(byte[] octets, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ octets[i]) * MULTIPLIER;
        }
        return (char) (hash ^ (hash >>> 16));
    }

    private int length(int at) {
        return (log[at + 1] & 0xff) << 8 | (log[at + 2] & 0xff);
    }

    private int at(int place) {
        return distance(base, place);
    }

    private static int distance(int from, int to) {
        return (to - from) & PLACES;
    }

    private static int after(int place, int bytes) {
        return (place + bytes) & PLACES;
    }
}
