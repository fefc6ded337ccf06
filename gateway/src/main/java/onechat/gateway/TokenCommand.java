package onechat.gateway;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import onechat.gateway.token.TokenKeys;
import onechat.gateway.token.TokenSigner;
import onechat.gateway.token.UnusableKeyException;
import onechat.protocol.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The subcommand {@code token}: prints a signed token, for tests of a server. Confined to the main thread. */
final class TokenCommand implements Callable<Integer> {
    private static final String USER = "user";
    private static final String TTL = "ttl";
    private static final String PRIVATE_KEY = "jwt-private-key";
    private static final long DEFAULT_TTL_SECONDS = 3_600;
    private static final long LONGEST_TTL_SECONDS = Duration.ofDays(365).toSeconds();
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,16}");

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

    private final InstantSource clock;
    private final PrintStream out;
    private final CommandSpec spec;
    private final Map<String, String> environment;

    /** The command, not yet called. */
    TokenCommand(InstantSource clock, Map<String, String> environment, PrintStream out) {
        this.clock = clock;
        this.out = out;
        this.spec = describe(CommandSpec.wrapWithoutInspection(this));
        this.environment = environment;
    }

    /** What the command line library needs to know of it. */
    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        try {
            out.println(token());
        } catch (UsageException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        out.flush();
        return 0;
    }

    private String token() throws UsageException {
        long user = number(USER, 0, Limits.MAX_ID);
        Duration lifetime = Duration.ofSeconds(number(TTL, DEFAULT_TTL_SECONDS, LONGEST_TTL_SECONDS));
        String file = argument("--" + PRIVATE_KEY);
        TokenOptions tokens = new SettingSources(environment, file == null ? NAMES_AND_KEYS : NAMES).readTokens(spec);
        TokenSigner signer = file == null ? signer(tokens.keys()) : signer(file);
        return signer.sign(user, clock.instant(), lifetime, tokens.issuer(), tokens.audience());
    }

    private @Nullable String argument(String flag) {
        return spec.commandLine().getParseResult().matchedOptionValue(flag, null);
    }

    private long number(String option, long absent, long most) throws UsageException {
        String text = argument("--" + option);
        if (text == null) {
            return absent;
        }
        long number = WHOLE_NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (number < 1 || number > most) {
            throw new UsageException("--" + option + " must be a whole number from 1 to " + most);
        }
        return number;
    }

    private static TokenSigner signer(@Nullable TokenKeys keys) throws UsageException {
        TokenSigner signer = keys == null ? null : TokenSigner.of(keys);
        if (signer == null) {
            throw new UsageException("no key to sign with: give --jwt-secret-file, or --" + PRIVATE_KEY
                    + " where tokens are checked with a public key");
        }
        return signer;
    }

    private TokenSigner signer(String file) throws UsageException {
        for (Setting secret : SECRETS) {
            if (argument(secret.flag()) != null) {
                throw new UsageException(secret.flag() + " and --" + PRIVATE_KEY + " are both given; one is enough");
            }
        }
        try {
            return TokenSigner.ofPem(SmallTextFile.read(PRIVATE_KEY, file));
        } catch (InvalidOptionException e) {
            throw new UsageException("--" + PRIVATE_KEY + " " + e.problem());
        } catch (UnusableKeyException e) {
            throw new UsageException("--" + PRIVATE_KEY + " names a file that " + e.problem() + ": " + file);
        }
    }

    private static CommandSpec describe(CommandSpec spec) {
        spec.name("token").mixinStandardHelpOptions(true);
        spec.usageMessage()
                .header("Prints a token that logs a user in, for tests.")
                .description(
                        "The token is written to standard output, and nothing else. It is for trying a server out: whoever "
                                + "has it is that user until it expires, and nothing takes it back before. In operation, the service "
                                + "that knows your users signs them.",
                        "",
                        "The secret, the issuer and the audience come from where the server takes them, so that the token "
                                + "fits a server with the same options.")
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .footer("", "Exit status: 0, or 2 for a wrong option or without a key.");
        spec.addOption(option(USER, "ID", "The user whom the token logs in (sub).", "1 to " + Limits.MAX_ID, "none")
                .required(true)
                .build());
        spec.addOption(option(
                        TTL,
                        "SECONDS",
                        "How long the token holds (exp).",
                        "1 to " + LONGEST_TTL_SECONDS,
                        Long.toString(DEFAULT_TTL_SECONDS))
                .build());
        spec.addOption(option(
                        PRIVATE_KEY,
                        "FILE",
                        "The private key to sign with, where the server has the public one: RSA (RS256), P-256 (ES256) or "
                                + "Ed25519 (EdDSA), PKCS #8 and not encrypted.",
                        "a PEM file",
                        "none")
                .build());
        EnumSet<Setting> described = EnumSet.copyOf(SECRETS);
        described.addAll(NAMES);
        new SettingSources(Map.of(), described).describe(spec);
        return spec;
    }

    private static OptionSpec.Builder option(
            String name, String label, String description, String allowed, String defaultText) {
        return OptionSpec.builder("--" + name)
                .type(String.class)
                .paramLabel(label)
                .description(description, "Value: " + allowed + " (default: " + defaultText + ")");
    }
}
