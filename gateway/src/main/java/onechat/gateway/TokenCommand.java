package onechat.gateway;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import onechat.gateway.command.StandardOptions;
import onechat.gateway.token.TokenSigner;
import onechat.protocol.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The subcommand {@code token}: prints a signed token, for tests of a server. Confined to the main thread. */
final class TokenCommand implements Callable<Integer> {
    private static final String USER = "user";
    private static final String TTL = "ttl";
    private static final long DEFAULT_TTL_SECONDS = 3_600;
    private static final long LONGEST_TTL_SECONDS = Duration.ofDays(365).toSeconds();
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,16}");

    private final InstantSource clock;
    private final PrintStream out;
    private final CommandSpec spec;
    private final SigningKeys keys;

    /** The command, not yet called. */
    TokenCommand(InstantSource clock, Map<String, String> environment, PrintStream out) {
        this.clock = clock;
        this.out = out;
        this.spec = describe(CommandSpec.wrapWithoutInspection(this));
        this.keys = new SigningKeys(environment);
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
        SigningKeys.Signing signing = keys.read(spec);
        TokenSigner signer = signing.signer();
        if (signer == null) {
            throw new UsageException("no key to sign with: give --jwt-secret-file, or --" + SigningKeys.PRIVATE_KEY
                    + " where tokens are checked with a public key");
        }
        return signer.sign(user, clock.instant(), lifetime, signing.issuer(), signing.audience());
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

    private static CommandSpec describe(CommandSpec spec) {
        StandardOptions.addTo(spec.name("token"));
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
        SigningKeys.describe(spec);
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
