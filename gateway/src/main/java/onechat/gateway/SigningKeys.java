package onechat.gateway;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onechat.gateway.token.TokenKeys;
import onechat.gateway.token.TokenSigner;
import onechat.gateway.token.UnusableKeyException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The key and the names that tokens for tests are signed with, from where the server takes them. Confined to one thread. */
final class SigningKeys {
    static final String PRIVATE_KEY = "jwt-private-key";

    private static final List<Setting> SECRETS = List.of(Setting.JWT_SECRET, Setting.JWT_SECRET_FILE);
    private static final Set<Setting> NAMES = Set.of(Setting.JWT_ISSUER, Setting.JWT_AUDIENCE);
    /** The names, and whatever may stand in the secret's place. */
    private static final Set<Setting> NAMES_AND_KEYS = Set.of(
            Setting.JWT_ISSUER,
            Setting.JWT_AUDIENCE,
            Setting.JWT_SECRET,
            Setting.JWT_SECRET_FILE,
            Setting.JWT_PUBLIC_KEY,
            Setting.JWT_JWKS);

    /**
     * What a command signs with.
     *
     * @param signer null where there is no key that signs
     * @param issuer the tokens' {@code iss}, or null
     * @param audience their {@code aud}, or null
     */
    record Signing(
            @Nullable TokenSigner signer,
            @Nullable String issuer,
            @Nullable String audience) {}

    private final Map<String, String> environment;

    SigningKeys(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Adds the options to a command. */
    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--" + PRIVATE_KEY)
                .type(String.class)
                .paramLabel("FILE")
                .description(
                        "The private key to sign with, where the server has the public one: RSA (RS256), P-256 (ES256) or "
                                + "Ed25519 (EdDSA), PKCS #8 and not encrypted.",
                        "Value: a PEM file (default: none)")
                .build());
        EnumSet<Setting> described = EnumSet.copyOf(SECRETS);
        described.addAll(NAMES);
        new SettingSources(Map.of(), described).describe(spec);
    }

    /**
     * What a command was called with.
     *
     * @throws ParameterException when it can't be
     */
    Signing read(CommandSpec spec) {
        String file = argument(spec, "--" + PRIVATE_KEY);
        TokenOptions tokens = new SettingSources(environment, file == null ? NAMES_AND_KEYS : NAMES).readTokens(spec);
        TokenKeys keys = tokens.keys();
        TokenSigner signer = file != null ? signer(spec, file) : keys == null ? null : TokenSigner.of(keys);
        return new Signing(signer, tokens.issuer(), tokens.audience());
    }

    private static @Nullable String argument(CommandSpec spec, String flag) {
        return spec.commandLine().getParseResult().matchedOptionValue(flag, null);
    }

    private static TokenSigner signer(CommandSpec spec, String file) {
        try {
            for (Setting secret : SECRETS) {
                if (argument(spec, secret.flag()) != null) {
                    throw new UsageException(
                            secret.flag() + " and --" + PRIVATE_KEY + " are both given; one is enough");
                }
            }
            return TokenSigner.ofPem(SmallTextFile.read(PRIVATE_KEY, file));
        } catch (UsageException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (InvalidOptionException e) {
            throw new ParameterException(spec.commandLine(), "--" + PRIVATE_KEY + " " + e.problem());
        } catch (UnusableKeyException e) {
            throw new ParameterException(
                    spec.commandLine(), "--" + PRIVATE_KEY + " names a file that " + e.problem() + ": " + file);
        }
    }
}
