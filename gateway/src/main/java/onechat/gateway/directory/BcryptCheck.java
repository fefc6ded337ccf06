package onechat.gateway.directory;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a password against bcrypt as Rails and PHP write it, $2a$, $2b$ and $2y$. Used by many threads at once. */
final class BcryptCheck implements DigestCheck {
    /** What Rails and PHP use today; a check takes about a third of a second. */
    static final int USUAL_COST = 12;

    // A cost of 16 takes some five seconds; what claims more is no digest that anybody logs in with.
    private static final Pattern DIGEST = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");
    private static final String NOBODYS = "abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

    // Beyond 72 octets bcrypt reads nothing, and what made the digests cut the password there without a word.
    private final BCrypt.Verifyer verifyer =
            BCrypt.verifyer(Version.VERSION_2B, LongPasswordStrategies.truncate(Version.VERSION_2B));
    // The cost of the last digest seen: a check for nobody then takes as long as one for somebody.
    private volatile int cost = USUAL_COST;

    @Override
    public boolean matches(String password, @Nullable String digest) {
        if (digest == null || !DIGEST.matcher(digest).matches()) {
            same(password, String.format(Locale.ROOT, "$2b$%02d$%s", cost, NOBODYS));
            return false;
        }
        cost = Integer.parseInt(digest, 4, 6, 10);
        // bcrypt repeats a password with a NUL behind it, so alice, NUL, alice would pass for alice. Rails and PHP make
        // no digest from a password with a NUL.
        return same(password, digest) && password.indexOf('\0') < 0;
    }

    private boolean same(String password, String digest) {
        byte[] octets = password.getBytes(StandardCharsets.UTF_8);
        return verifyer.verify(octets, digest.getBytes(StandardCharsets.US_ASCII)).verified;
    }
}
