package onechat.gateway.token;

import java.time.InstantSource;
import onechat.gateway.session.Authenticator;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs users in by token, and leaves other credentials to the next (contract section 3). Used by many threads at once.
 *
 * <p>No directory is asked: whom the operator signs a token for is a user.
 */
public final class TokenAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(TokenAuthenticator.class);

    private final TokenRules rules;
    private final InstantSource clock;
    private final Authenticator next;

    /**
     * Logins by token before other logins.
     *
     * @param clock tells whether a token is in its time
     */
    public TokenAuthenticator(TokenRules rules, InstantSource clock, Authenticator next) {
        this.rules = rules;
        this.clock = clock;
        this.next = next;
    }

    @Override
    public long authenticate(Command.Credentials credentials, String address)
            throws LoginRefusedException, DirectoryUnavailableException {
        return switch (credentials) {
            case Command.Token token -> userOf(token);
            case Command.Password password -> next.authenticate(password, address);
            case Command.Resume resume -> next.authenticate(resume, address);
        };
    }

    private long userOf(Command.Token token) throws LoginRefusedException {
        try {
            return rules.userOf(token.jwt(), clock.instant());
        } catch (RejectedTokenException e) {
            // The client learns no more than whether a new token helps.
            LOG.debug("a token is refused: {}", e.getMessage());
            String msg = e.isExpired()
                    ? "401 Unauthorized the token has expired"
                    : "401 Unauthorized the token is not valid";
            throw e.isSigned()
                    ? LoginRefusedException.withoutAGuess(ErrorCode.NOT_LOGGED_IN, msg)
                    : new LoginRefusedException(ErrorCode.NOT_LOGGED_IN, msg);
        }
    }
}
