package onechat.protocol.client;

import java.io.IOException;

/** Says that a command never left this client: too many were waiting, it was too large, or the connection was gone already. Immutable. */
public final class NotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    NotSentException(String msg) {
        super(msg);
    }
}
