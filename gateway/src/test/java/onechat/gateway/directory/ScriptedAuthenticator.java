package onechat.gateway.directory;

import java.util.concurrent.atomic.AtomicInteger;
import onechat.gateway.session.Authenticator;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;

/** Lets the password "right" and one token in, knows nobody with the password "unknown", and counts who asks. Used by many threads at once. */
final class ScriptedAuthenticator implements Authenticator {
    static final long USER = 7;
    static final String GOOD_TOKEN = "good";

    private final AtomicInteger asked = new AtomicInteger();

    int asked() {
        return asked.get();
    }

    @Override
    public long authenticate(Command.Credentials credentials, String address)
            throws LoginRefusedException, DirectoryUnavailableException {
        asked.incrementAndGet();
        String pass =
                switch (credentials) {
                    case Command.Password password -> password.pass();
                    case Command.Token token -> token.jwt().equals(GOOD_TOKEN) ? "right" : "wrong";
                    case Command.Resume resume -> "";
                };
        return switch (pass) {
            case "right" -> USER;
            case "unknown" -> throw new LoginRefusedException(ErrorCode.NOT_FOUND, "unknown");
            case "down" -> throw new DirectoryUnavailableException("down", new IllegalStateException("down"));
            case "bug" -> throw new IllegalStateException("bug");
            default -> throw new LoginRefusedException(ErrorCode.NOT_LOGGED_IN, "wrong");
        };
    }
}
