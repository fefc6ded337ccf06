package onechat.gateway;

/** Says in one line what is wrong with how the program was called (exit status 2). Immutable. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A line that names the option where it was given and quotes no secret. */
    UsageException(String line) {
        super(line, null, false, false);
    }
}
