package onechat.gateway.directory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a login may be tried, by those that failed and those under way (contract section 3). Used by many threads at
 * once.
 *
 * <p>Logins under way count as if they would fail, so that a thousand at once get no more tries than a thousand in turn. Whom
 * that leaves no room waits for those before, and is not refused: an office that comes back after a power cut is no attack.
 */
final class LoginAttempts {
    /** How an attempt ended. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        /** The directory could not say; counted as if it had not been. */
        UNDECIDED
    }

    private static final int MOST_FOR_NAME_FROM_ADDRESS = 10;
    private static final int MOST_FOR_ADDRESS = 100;
    private static final int MOST_FOR_NAME = 1_000;
    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(60).toNanos();

    private final BooleanSupplier inVain;
    private final LongSupplier nanoTime;
    private final Lock lock = new ReentrantLock();
    private final FailureTable namesFromAddresses = new FailureTable(MOST_FOR_NAME_FROM_ADDRESS, lock);
    private final FailureTable addresses = new FailureTable(MOST_FOR_ADDRESS, lock);
    private final FailureTable names = new FailureTable(MOST_FOR_NAME, lock);

    /**
     * No attempts yet.
     *
     * @param inVain whether it is in vain to wait, as the directory is gone; never blocks
     * @param nanoTime a clock that never goes back, in nanoseconds
     */
    LoginAttempts(BooleanSupplier inVain, LongSupplier nanoTime) {
        this.inVain = inVain;
        this.nanoTime = nanoTime;
    }

    /** One login under way, and where it counts. */
    record Attempt(FailureTally nameFromAddress, FailureTally address, FailureTally name) {
        private List<FailureTally> tallies() {
            return List.of(nameFromAddress, address, name);
        }
    }

    /**
     * Lets a login be tried; blocks while others under way leave no room for it, for a minute at the longest. What it returns
     * is given back to {@link #end}.
     *
     * @throws LoginRefusedException when too many failed before (10429)
     * @throws DirectoryUnavailableException when no room came
     */
    Attempt begin(ThrottleKey nameFromAddress, ThrottleKey address, ThrottleKey name)
            throws LoginRefusedException, DirectoryUnavailableException {
        lock.lock();
        try {
            Attempt attempt =
                    new Attempt(namesFromAddresses.hold(nameFromAddress), addresses.hold(address), names.hold(name));
            boolean begun = false;
            try {
                awaitRoom(attempt.tallies());
                attempt.tallies().forEach(FailureTally::begin);
                begun = true;
                return attempt;
            } finally {
                // A wake-up may have come that this attempt did not use up.
                attempt.tallies().forEach(FailureTally::wakeNext);
                if (!begun) {
                    letGo(attempt);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void end(Attempt attempt, Outcome outcome) {
        lock.lock();
        try {
            attempt.tallies().forEach(FailureTally::end);
            switch (outcome) {
                // Whoever remembers the password starts afresh. Address and name keep their failures: one's own account
                // must not buy tries on another's, nor the owner's login tries for those who guess elsewhere.
                case SUCCEEDED -> attempt.nameFromAddress().forget();
                case FAILED -> fail(attempt, nanoTime.getAsLong());
                case UNDECIDED -> {}
            }
            attempt.tallies().forEach(FailureTally::wakeNext);
            letGo(attempt);
        } finally {
            lock.unlock();
        }
    }

    /** Counts a login that failed without having been an attempt of a name; one more than the bound counts nowhere. */
    void failed(ThrottleKey address) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            FailureTally tally = addresses.hold(address);
            tally.expire(now);
            // The room of those under way is theirs: all of them may still fail.
            if (tally.hasRoom()) {
                addresses.fail(tally, now);
                tally.wakeNext();
            }
            addresses.letGo(tally);
        } finally {
            lock.unlock();
        }
    }

    /** How many tallies are kept, of all kinds. */
    int size() {
        lock.lock();
        try {
            return namesFromAddresses.size() + addresses.size() + names.size();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(List<FailureTally> tallies) throws LoginRefusedException, DirectoryUnavailableException {
        long left = LONGEST_WAIT_NANOS;
        for (FailureTally full = firstFull(tallies); full != null; full = firstFull(tallies)) {
            if (left <= 0) {
                String msg = "too many logins of one address or name at once";
                throw new DirectoryUnavailableException(msg, new TimeoutException(msg));
            }
            tallies.forEach(FailureTally::wakeNext);
            giveUpInVain();
            try {
                left = full.freed().awaitNanos(left);
                // Those under way find out within seconds, and end. Whom that wakes wakes the next by giving up, and
                // does
                // not ask anew what nobody answers.
                giveUpInVain();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DirectoryUnavailableException("interrupted while other logins were under way", e);
            }
        }
    }

    private void giveUpInVain() throws DirectoryUnavailableException {
        if (inVain.getAsBoolean()) {
            String msg = "the directory was lost while other logins were under way";
            throw new DirectoryUnavailableException(msg, new TimeoutException(msg));
        }
    }

    private @Nullable FailureTally firstFull(List<FailureTally> tallies) throws LoginRefusedException {
        long now = nanoTime.getAsLong();
        FailureTally full = null;
        for (FailureTally tally : tallies) {
            tally.expire(now);
            if (tally.isExhausted()) {
                throw new LoginRefusedException(
                        ErrorCode.TOO_MANY, "429 Too Many Requests too many failed logins, try again later");
            }
            if (full == null && !tally.hasRoom()) {
                full = tally;
            }
        }
        return full;
    }

    private void fail(Attempt attempt, long now) {
        namesFromAddresses.fail(attempt.nameFromAddress(), now);
        addresses.fail(attempt.address(), now);
        names.fail(attempt.name(), now);
    }

    private void letGo(Attempt attempt) {
        namesFromAddresses.letGo(attempt.nameFromAddress());
        addresses.letGo(attempt.address());
        names.letGo(attempt.name());
    }
}
