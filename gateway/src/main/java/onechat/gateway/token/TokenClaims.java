package onechat.gateway.token;

import static onechat.gateway.token.RejectedTokenException.notValid;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onechat.protocol.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What a token claims (RFC 7519, section 4.1), as far as a login needs it. Immutable.
 *
 * @param user {@code sub}: 1 to 2^53-1
 * @param expires {@code exp}
 * @param notBefore {@code nbf}, or null where it is absent
 * @param issuer {@code iss}, or null where it is absent
 * @param audiences {@code aud}; null where it is absent
 */
record TokenClaims(
        long user,
        Instant expires,
        @Nullable Instant notBefore,
        @Nullable String issuer,
        @Nullable List<String> audiences) {
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");
    /** The last second of the year 9999: what lies behind is an overflow, or a number of another unit. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final long MILLIS = 1_000;

    /**
     * The claims of a token whose signature was checked.
     *
     * @throws RejectedTokenException when they are no JSON object, one is given twice, {@code sub} or {@code exp} is missing,
     *     or one of those above is of a wrong type
     */
    static TokenClaims parse(String json) throws RejectedTokenException {
        Map<String, Object> members;
        try {
            members = JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            throw notValid("its claims are no JSON object with each member once");
        }
        if (members == null) {
            throw notValid("its claims are null");
        }
        Instant expires = time(members, "exp");
        if (expires == null) {
            throw notValid("it has no exp");
        }
        return new TokenClaims(
                user(members.get("sub")), expires, time(members, "nbf"), issuer(members), audiences(members));
    }

    private static long user(@Nullable Object sub) throws RejectedTokenException {
        long user =
                switch (sub) {
                    case String text when ID.matcher(text).matches() -> Long.parseLong(text);
                    case Long number -> number;
                    case null, default -> 0;
                };
        if (user < 1 || user > Limits.MAX_ID) {
            throw notValid("its sub is no user id from 1 to 2^53-1");
        }
        return user;
    }

    /** Parts of a second are allowed, and kept to the millisecond. */
    private static @Nullable Instant time(Map<String, Object> members, String name) throws RejectedTokenException {
        Object value = members.get(name);
        if (value == null && !members.containsKey(name)) {
            return null;
        }
        // The parser makes each number a long, or a double where it is none.
        double seconds = value instanceof Number number ? number.doubleValue() : -1;
        if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw notValid("its " + name + " is no time in seconds");
        }
        return Instant.ofEpochMilli((long) (seconds * MILLIS));
    }

    private static @Nullable String issuer(Map<String, Object> members) throws RejectedTokenException {
        Object value = members.get("iss");
        if (value != null && !(value instanceof String)) {
            throw notValid("its iss is no string");
        }
        return (String) value;
    }

    /** One audience may stand alone, without an array. */
    private static @Nullable List<String> audiences(Map<String, Object> members) throws RejectedTokenException {
        Object value = members.get("aud");
        if (value == null) {
            return null;
        }
        List<?> several = value instanceof List<?> list ? list : List.of(value);
        if (!several.stream().allMatch(String.class::isInstance)) {
            throw notValid("its aud is neither a string nor an array of them");
        }
        return several.stream()
                .flatMap(each -> each instanceof String text ? Stream.of(text) : Stream.of())
                .toList();
    }
}
