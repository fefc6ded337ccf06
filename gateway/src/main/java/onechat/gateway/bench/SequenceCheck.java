package onechat.gateway.bench;

import java.util.HashSet;
import java.util.Set;

/** Tells what was lost, doubled or out of order among numbers that should come one after the other. Confined to one thread at a time. */
final class SequenceCheck {
    /** Of so many that are missing it knows which; of more it can't tell whether they come late. */
    private static final int MOST_MISSING = 65_536;

    private final Set<Long> missing = new HashSet<>();
    private long expected;
    private long came;
    private long doubled;
    private long outOfOrder;

    void came(long number) {
        came++;
        if (number == expected) {
            expected++;
        } else if (number > expected) {
            for (long lost = expected; lost < number && missing.size() < MOST_MISSING; lost++) {
                missing.add(lost);
            }
            expected = number + 1;
        } else if (missing.remove(number)) {
            outOfOrder++;
        } else {
            doubled++;
        }
    }

    /** What should come next. */
    long next() {
        return expected;
    }

    /** How many came twice. */
    long doubled() {
        return doubled;
    }

    /** How many came after one that was sent later. */
    long outOfOrder() {
        return outOfOrder;
    }

    /** How many of those that were sent never came. */
    long lost(long sent) {
        return sent - (came - doubled);
    }
}
