package onechat.gateway.command;

/**
 * An option that is a whole number. Immutable.
 *
 * @param what says what it is, in a sentence
 * @param absent what it is where nobody says; below {@code least} where that is nothing
 */
public record WholeNumber(String flag, String label, String what, long absent, long least, long most) {
    /** Its range and its default, for the help. */
    String range() {
        return "Value: " + least + " to " + most + " (default: " + (absent < least ? "none" : absent) + ")";
    }
}
