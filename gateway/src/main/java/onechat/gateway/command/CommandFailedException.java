package onechat.gateway.command;

/** Says in one line, for the operator, why a command did not do what was asked (exit status 1). Immutable. */
public final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    CommandFailedException(String line) {
        super(line);
    }

    CommandFailedException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
