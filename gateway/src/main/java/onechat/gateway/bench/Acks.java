package onechat.gateway.bench;

/** Gives every command of one session an ack of its own, all of the same length: a number that JavaScript keeps exactly. Stateless. */
final class Acks {
    /** How long each is. */
    static final int DIGITS = 16;

    private static final long RELAYS = 1_000_000_000_000_000L;
    private static final long OTHERS = 2_000_000_000_000_000L;
    private static final long PINGS = 3_000_000_000_000_000L;

    private Acks() {}

    /** The ack of a relay, which are counted from 0. */
    static long ofRelay(long number) {
        return RELAYS + number;
    }

    /** The ack of any other command, which are counted from 0. */
    static long ofOther(long number) {
        return OTHERS + number;
    }

    /** The ack of a ping, which are counted from 0. */
    static long ofPing(long number) {
        return PINGS + number;
    }

    static boolean isOfPing(long ack) {
        return ack >= PINGS;
    }

    static boolean isOfRelay(long ack) {
        return ack >= RELAYS && ack < OTHERS;
    }
}
