package onechat.gateway;

import onechat.gateway.token.TokenKeys;
import onechat.gateway.token.UnusableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens log a user in (contract section 3). Immutable; its text form shows no key.
 *
 * @param keys what tokens are checked with, or null where no token is let in
 * @param issuer what {@code iss} must be, or null for any
 * @param audience what {@code aud} must name, or null for tokens without
 */
public record TokenOptions(
        @Nullable TokenKeys keys,
        @Nullable String issuer,
        @Nullable String audience) {
    /** No token is let in. */
    public static final TokenOptions NONE = new TokenOptions(null, null, null);

    /** Refuses empty names: nobody could tell whether any or none is meant. */
    public TokenOptions {
        if (issuer != null && issuer.isEmpty()) {
            throw new InvalidOptionException("jwt-issuer", "must not be empty");
        }
        if (audience != null && audience.isEmpty()) {
            throw new InvalidOptionException("jwt-audience", "must not be empty");
        }
    }

    /** A text that becomes keys. */
    @FunctionalInterface
    private interface Reading {
        TokenKeys keys() throws UnusableKeyException;
    }

    /** The same with a secret. */
    public TokenOptions withSecret(String secret) {
        return withKeys("jwt-secret", "", () -> TokenKeys.ofSecret(secret));
    }

    /** The same with the secret of a file. */
    public TokenOptions withSecretFile(String file) {
        String secret = SmallTextFile.readLine("jwt-secret-file", file);
        return withKeys("jwt-secret-file", file, () -> TokenKeys.ofSecret(secret));
    }

    /** The same with the public key of a PEM file. */
    public TokenOptions withPublicKeyFile(String file) {
        String pem = SmallTextFile.read("jwt-public-key", file);
        return withKeys("jwt-public-key", file, () -> TokenKeys.ofPem(pem));
    }

    /** The same with the keys of a JSON Web Key Set in a file. */
    public TokenOptions withJwksFile(String file) {
        String json = SmallTextFile.read("jwt-jwks", file);
        return withKeys("jwt-jwks", file, () -> TokenKeys.ofJwks(json));
    }

    /** The same with another issuer. */
    public TokenOptions withIssuer(String issuer) {
        return new TokenOptions(keys, issuer, audience);
    }

    /** The same with another audience. */
    public TokenOptions withAudience(String audience) {
        return new TokenOptions(keys, issuer, audience);
    }

    private TokenOptions withKeys(String option, String file, Reading reading) {
        try {
            return new TokenOptions(reading.keys(), issuer, audience);
        } catch (UnusableKeyException e) {
            throw new InvalidOptionException(
                    option, file.isEmpty() ? e.problem() : "names a file that " + e.problem() + ": " + file);
        }
    }
}
