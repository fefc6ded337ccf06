package onechat.gateway.directory;

import onechat.protocol.Limits;

/**
 * The name that others are shown of a user. Immutable; its text form holds no name.
 *
 * @param text at most {@link Limits#MAX_MEMBER_NAME_UNITS} UTF-16 units, and nothing that UTF-8 can't write
 */
record MemberName(long user, String text) {
    private static final char REPLACEMENT = '\uFFFD';

    /** The name as a table has it, cut where it is too long; a surrogate without its other half, which H2 keeps, is replaced. */
    static MemberName of(long user, String stored) {
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (at < stored.length()) {
            int character = stored.codePointAt(at);
            if (shown.length() + Character.charCount(character) > Limits.MAX_MEMBER_NAME_UNITS) {
                break;
            }
            boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            shown.appendCodePoint(half ? REPLACEMENT : character);
            at += Character.charCount(character);
        }
        return new MemberName(user, shown.toString());
    }

    @Override
    public String toString() {
        return "MemberName[" + user + "]";
    }
}
