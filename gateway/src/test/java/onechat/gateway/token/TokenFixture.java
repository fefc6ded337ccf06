package onechat.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A server's view of tokens, at a time that the test sets. Used by one thread. */
final class TokenFixture {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String NOT_VALID = "401 Unauthorized the token is not valid";
    static final String EXPIRED = "401 Unauthorized the token has expired";

    private final TokenAuthenticator authenticator;
    private Instant now = NOW;

    TokenFixture(TokenKeys keys, @Nullable String issuer, @Nullable String audience) {
        authenticator =
                new TokenAuthenticator(new TokenRules(keys, issuer, audience), () -> now, (credentials, address) -> {
                    throw new AssertionError("a token is nobody else's business");
                });
    }

    TokenFixture(TokenKeys keys) {
        this(keys, null, null);
    }

    /** With {@link HandMade#SECRET}. */
    static TokenFixture ofSecret() {
        return new TokenFixture(secret());
    }

    static TokenKeys secret() {
        try {
            return TokenKeys.ofSecret(HandMade.SECRET);
        } catch (UnusableKeyException e) {
            throw new AssertionError(e);
        }
    }

    static long seconds(Duration fromNow) {
        return NOW.plus(fromNow).getEpochSecond();
    }

    TokenFixture at(Instant time) {
        now = time;
        return this;
    }

    /** The user whom the token logs in. */
    long login(String token) {
        try {
            return authenticator.authenticate(new Command.Token(token), "192.0.2.1");
        } catch (LoginRefusedException | DirectoryUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    /** The token is refused with that text. */
    void refuses(String token, String msg) {
        try {
            assertThat(authenticator.authenticate(new Command.Token(token), "192.0.2.1"))
                    .as("logged in by %s", token)
                    .isNull();
        } catch (LoginRefusedException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
            assertThat(e).hasMessage(msg);
        } catch (DirectoryUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    void refuses(String token) {
        refuses(token, NOT_VALID);
    }
}
