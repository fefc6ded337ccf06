package onechat.gateway.directory;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a password against bcrypt as Rails and PHP write it, $2a$, $2b$ and $2y$. Used by many threads at once. */
final class BcryptCheck implements DigestCheck {
    /** What Rails and PHP use today; a check takes about a third of a second. */
    static final int USUAL_COST = 12;

    static final int LOWEST_COST = 4;
    /** It takes some five seconds; what claims more is no digest that anybody logs in with. */
    static final int HIGHEST_COST = 16;

    private static final Pattern DIGEST = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");
    private static final String NOBODYS = "abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

    // Beyond 72 octets bcrypt reads nothing, and what made the digests cut the password there without a word.
    private final BCrypt.Verifyer verifyer =
            BCrypt.verifyer(Version.VERSION_2B, LongPasswordStrategies.truncate(Version.VERSION_2B));
    private final boolean alike;
    /** Of all digests seen: what a check for nobody takes, and with {@link #alike} every other that fails. */
    private final AtomicInteger highestCost;

    /**
     * A check that has seen no digest yet, and takes for nobody the time of one with the {@link #USUAL_COST} at least.
     *
     * @param alike whether a wrong password takes that time too, where its digest is a cheaper one: otherwise users with such a digest
     *     could be told from nobody
     */
    BcryptCheck(boolean alike) {
        this(alike, USUAL_COST);
    }

    BcryptCheck(boolean alike, int leastCost) {
        this.alike = alike;
        this.highestCost = new AtomicInteger(leastCost);
    }

    @Override
    public boolean canCheck(String digest) {
        return DIGEST.matcher(digest).matches();
    }

    @Override
    public boolean matches(String password, @Nullable String digest) {
        if (digest == null || !canCheck(digest)) {
            checkForNobody(password, highestCost.get());
            return false;
        }
        int cost = Integer.parseInt(digest, 4, 6, 10);
        int highest = highestCost.accumulateAndGet(cost, Math::max);
        // bcrypt repeats a password with a NUL behind it, so alice, NUL, alice would pass for alice. Rails and PHP make
        // no digest from a password with a NUL.
        if (same(password, digest) && password.indexOf('\0') < 0) {
            return true;
        }
        if (alike) {
            // Each cost takes twice the one before: what is missing to 2^highest after 2^cost is their sum.
            for (int missing = cost; missing < highest; missing++) {
                checkForNobody(password, missing);
            }
        }
        return false;
    }

    private void checkForNobody(String password, int cost) {
        same(password, String.format(Locale.ROOT, "$2b$%02d$%s", cost, NOBODYS));
    }

    private boolean same(String password, String digest) {
        byte[] octets = password.getBytes(StandardCharsets.UTF_8);
        return verifyer.verify(octets, digest.getBytes(StandardCharsets.US_ASCII)).verified;
    }
}
