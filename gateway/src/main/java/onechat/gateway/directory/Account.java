package onechat.gateway.directory;

import org.jspecify.annotations.Nullable;

/**
 * A user as the directory knows them at a login. Immutable; its text form holds no digest.
 *
 * @param id 1 to 2^53-1
 * @param digest what the password is checked against, or null where the user has none
 */
record Account(long id, @Nullable String digest) {
    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
