package onechat.gateway;

import org.jspecify.annotations.Nullable;

/** Says in one line, for the operator, why the server can't start. Immutable. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why the server can't start: one line that names the port, file or database at fault and quotes no secret. */
    public StartException(String line) {
        this(line, null);
    }

    /**
     * Why the server can't start.
     *
     * @param line names the port, file or database at fault and quotes no secret
     * @param cause for a log at debug level; the operator sees the line alone
     */
    public StartException(String line, @Nullable Throwable cause) {
        super(line, cause);
    }
}
