package onechat.gateway.command;

/** Says in one line, for the operator, why a command did not do what was asked (exit status 1). Immutable. */
public final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param line what the operator reads */
    public CommandFailedException(String line) {
        super(line);
    }

    /** @param cause has the line as its message */
    public CommandFailedException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
