package onechat.gateway.directory;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/** Keeps the tallies of one kind, and no more than a bound of them. Guarded by the lock of its {@link LoginAttempts}. */
final class FailureTable {
    /**
     * The most tallies that are kept, beside those of logins under way. Beyond it the one whose last failure is longest ago is
     * forgotten: whoever can fail from hundreds of addresses, 100 times from each, may so win some more tries from each.
     */
    static final int MOST_TALLIES = 20_000;

    private final int limit;
    private final Lock lock;
    /** The one that failed last is the last. */
    private final Map<ThrottleKey, FailureTally> tallies = new LinkedHashMap<>();

    /**
     * A table without a failure.
     *
     * @param limit how many failures a tally stands before the next login is refused
     */
    FailureTable(int limit, Lock lock) {
        this.limit = limit;
        this.lock = lock;
    }

    /** The tally of a key, for an attempt that lets go of it later. */
    FailureTally hold(ThrottleKey key) {
        FailureTally tally = tallies.computeIfAbsent(key, k -> new FailureTally(k, limit, lock.newCondition()));
        tally.hold();
        return tally;
    }

    void fail(FailureTally tally, long now) {
        tally.fail(now);
        tallies.remove(tally.key());
        tallies.put(tally.key(), tally);
        forgetSome(now);
    }

    void letGo(FailureTally tally) {
        tally.letGo();
        if (tally.isEmpty() && !tally.isHeld()) {
            tallies.remove(tally.key());
        }
    }

    int size() {
        return tallies.size();
    }

    private void forgetSome(long now) {
        Iterator<FailureTally> oldestFirst = tallies.values().iterator();
        while (oldestFirst.hasNext()) {
            FailureTally tally = oldestFirst.next();
            tally.expire(now);
            if (!tally.isEmpty() && tallies.size() <= MOST_TALLIES) {
                return;
            }
            if (!tally.isHeld()) {
                oldestFirst.remove();
            }
        }
    }
}
