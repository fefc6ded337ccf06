package onechat.gateway.token;

import static onechat.gateway.token.RejectedTokenException.notValid;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens log a user in (contract section 3). Immutable.
 *
 * @param keys one of which must have signed the token
 * @param issuer what {@code iss} must be, or null for any or none
 * @param audience what {@code aud} must name, or null for tokens without {@code aud}: one that is meant for somebody is not
 *     meant for a server without a name
 */
public record TokenRules(
        TokenKeys keys, @Nullable String issuer, @Nullable String audience) {
    /** How far the clocks of issuer and server may be apart. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /**
     * The user whom a token logs in.
     *
     * @throws RejectedTokenException when it does not hold at that time
     */
    long userOf(String token, Instant now) throws RejectedTokenException {
        TokenClaims claims = SignedToken.parse(token).claims(keys);
        if (issuer != null && !issuer.equals(claims.issuer())) {
            throw notValid("its iss is not the one that is configured");
        }
        List<String> audiences = claims.audiences();
        if (audience == null && audiences != null) {
            throw notValid("it has an aud, and none is configured");
        }
        if (audience != null && (audiences == null || !audiences.contains(audience))) {
            throw notValid("its aud does not name the one that is configured");
        }
        Instant notBefore = claims.notBefore();
        if (notBefore != null && now.plus(CLOCK_SKEW).isBefore(notBefore)) {
            throw notValid("its nbf is not reached");
        }
        if (!now.minus(CLOCK_SKEW).isBefore(claims.expires())) {
            throw RejectedTokenException.expired();
        }
        return claims.user();
    }
}
