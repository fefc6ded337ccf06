package onechat.gateway.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static onechat.gateway.token.RejectedTokenException.notSigned;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token in its compact form (RFC 7515), of which nothing is believed until its signature was checked. Immutable; its text form
 * shows nothing of it.
 */
final class SignedToken {
    /** The longest token that is looked at, in characters. */
    static final int MOST_CHARACTERS = 8_192;

    // The library would pass over characters that don't belong there.
    private static final Pattern COMPACT = Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

    /** Tokens of other types are signed with the same keys for other purposes (RFC 8725, section 3.11). */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final JWSHeader header;
    private final String signingInput;
    private final Base64URL claims;
    private final Base64URL signature;

    private SignedToken(JWSHeader header, Matcher parts) {
        this.header = header;
        this.signingInput = parts.group(1) + "." + parts.group(2);
        this.claims = new Base64URL(parts.group(2));
        this.signature = new Base64URL(parts.group(3));
    }

    /**
     * A token of known form.
     *
     * @throws RejectedTokenException when it is longer than {@link #MOST_CHARACTERS}, malformed, unsigned, of another type, or
     *     relies on an extension
     */
    static SignedToken parse(String compact) throws RejectedTokenException {
        if (compact.length() > MOST_CHARACTERS) {
            throw notSigned("it is too long");
        }
        Matcher parts = COMPACT.matcher(compact);
        if (!parts.matches()) {
            throw notSigned("it has no three parts in Base64URL");
        }
        JWSHeader header = header(new Base64URL(parts.group(1)));
        // No extension is known here, and one that changes what is signed is none for tokens (RFC 7797, section 7).
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw notSigned("it relies on an extension");
        }
        if (header.getType() != null
                && !TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT))) {
            throw notSigned("its typ is that of another kind of token");
        }
        return new SignedToken(header, parts);
    }

    private static JWSHeader header(Base64URL encoded) throws RejectedTokenException {
        try {
            Map<String, Object> members = JSONObjectUtils.parse(encoded.decodeToString());
            if (members != null) {
                return JWSHeader.parse(members, encoded);
            }
        } catch (ParseException e) {
            throw notSigned("its header is malformed, or it is not signed");
        }
        throw notSigned("its header is null");
    }

    /**
     * What the token claims.
     *
     * @throws RejectedTokenException when none of the keys signed it, or what it claims is malformed
     */
    TokenClaims claims(TokenKeys keys) throws RejectedTokenException {
        for (TokenKey key : keys.matching(header)) {
            if (isSignedWith(key)) {
                return TokenClaims.parse(claims.decodeToString());
            }
        }
        throw notSigned("none of the keys signed it");
    }

    private boolean isSignedWith(TokenKey key) throws RejectedTokenException {
        try {
            return key.verifier().verify(header, signingInput.getBytes(US_ASCII), signature);
        } catch (JOSEException e) {
            throw notSigned("its signature can't be checked");
        }
    }

    @Override
    public String toString() {
        return "SignedToken[" + header.getAlgorithm() + "]";
    }
}
