package onechat.gateway.directory;

import org.jspecify.annotations.Nullable;

/** Compares a password with the digest that the directory has of it. Used by many threads at once. */
@FunctionalInterface
interface DigestCheck {
    /**
     * Whether the digest was made from this password; takes the same time whichever is the answer.
     *
     * @param digest as the directory has it, perhaps malformed; null where there is none, and then the answer is no
     */
    boolean matches(String password, @Nullable String digest);
}
