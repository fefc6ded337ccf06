package onechat.gateway.directory;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import java.nio.charset.StandardCharsets;

/** Makes the digest of a new password as Rails and PHP read it: bcrypt, $2a$. Stateless. */
final class PasswordDigest {
    /** What bcrypt reads; it would leave out the rest in silence, and a shorter password would do as well. */
    private static final int MOST_OCTETS = 72;

    private PasswordDigest() {}

    /**
     * The digest of a password of 1 to 72 octets in UTF-8; takes about a third of a second.
     *
     * @throws DirectoryEditException for any other password, and for one with a NUL, which no login can be made with
     */
    static String of(String password) throws DirectoryEditException {
        return of(password, BcryptCheck.USUAL_COST);
    }

    /**
     * The same at the lowest cost that bcrypt has, in about a millisecond: only for passwords of so many random bits (128 and more) that nobody
     * could try them all, however little each try costs. The cost protects passwords that people make up.
     */
    static String ofRandom(String password) throws DirectoryEditException {
        return of(password, BcryptCheck.LOWEST_COST);
    }

    private static String of(String password, int cost) throws DirectoryEditException {
        byte[] octets = password.getBytes(StandardCharsets.UTF_8);
        if (octets.length == 0) {
            throw new DirectoryEditException("the password is empty");
        }
        if (octets.length > MOST_OCTETS) {
            throw new DirectoryEditException("the password is longer than bcrypt reads: " + octets.length
                    + " octets in UTF-8, at most " + MOST_OCTETS);
        }
        if (password.indexOf('\0') >= 0) {
            throw new DirectoryEditException("the password holds a NUL character");
        }
        byte[] digest = BCrypt.with(Version.VERSION_2A).hash(cost, octets);
        return new String(digest, StandardCharsets.US_ASCII);
    }
}
