package onechat.gateway.directory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator once of each user whose password digest can't be checked. Used by many threads at once. */
final class UnusableDigests {
    /** Of how many users it tells; that many are a fault of the whole table, and no more is said. */
    static final int MOST_TOLD = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(UnusableDigests.class);

    private final Set<Long> told = ConcurrentHashMap.newKeySet();

    /** A user tried to log in whose digest can't be checked. */
    void tell(long user) {
        if (told.size() < MOST_TOLD && told.add(user)) {
            LOG.warn(
                    "user {} can't log in: the password digest is no bcrypt ($2a$, $2b$, $2y$) of a cost from {} to {}",
                    user,
                    BcryptCheck.LOWEST_COST,
                    BcryptCheck.HIGHEST_COST);
        }
    }
}
