package onechat.gateway;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
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

    /**
     * Why a port can't be listened on.
     *
     * @param option the option that names the port, such as {@code tcp-port}
     */
    public static StartException cannotListen(String option, InetSocketAddress endpoint, IOException cause) {
        // The web server wraps the reason in exceptions of its own.
        String why = cause.toString();
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof BindException) {
                why = String.valueOf(inner.getMessage());
            }
        }
        return new StartException("cannot listen on " + Endpoints.text(endpoint) + " (" + option + "): " + why, cause);
    }
}
