package onechat.protocol.client;

import onechat.protocol.ErrorCode;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/** Says that the server refused a command (contract section 7). Immutable; its text is the server's {@code msg}. */
public final class RefusedByServerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String action;
    private final long retryAfterSeconds;

    RefusedByServerException(Message.Refused refused) {
        super(refused.msg());
        this.code = refused.code();
        this.action = refused.action();
        this.retryAfterSeconds = refused.retryAfterSeconds();
    }

    /** Why; a code that this version doesn't know counts as the general one of its class. */
    public ErrorCode code() {
        return code;
    }

    /** The {@code cmd} that was refused, or null where the server doesn't say. */
    public @Nullable String action() {
        return action;
    }

    /** How long to wait before the next login, where the server is draining; 0 where it doesn't say. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
