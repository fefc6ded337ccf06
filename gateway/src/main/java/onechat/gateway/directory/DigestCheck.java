package onechat.gateway.directory;

import org.jspecify.annotations.Nullable;

/** Compares a password with the digest that the directory has of it. Used by many threads at once. */
@FunctionalInterface
interface DigestCheck {
    /**
     * Whether the digest was made from this password; takes its time also where there is no digest to compare with.
     *
     * @param digest as the directory has it, perhaps malformed; null where there is none, and then the answer is no
     */
    boolean matches(String password, @Nullable String digest);

    /** Whether any password could match this digest. */
    default boolean canCheck(String digest) {
        return true;
    }
}
