package onechat.protocol.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says that the connection ended before a reply came, so it is unknown whether the command was carried out. Immutable. */
public final class ConnectionLostException extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionLostException(@Nullable Exception cause) {
        super("the connection ended before the reply", cause);
    }
}
