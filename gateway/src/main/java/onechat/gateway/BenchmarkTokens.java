package onechat.gateway;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import onechat.gateway.bench.TokenSettings;
import onechat.gateway.token.TokenSigner;
import onechat.protocol.Command;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Signs tokens for the users of a benchmark, as {@code onechat token} would. Confined to one thread; what it reads is for many. */
final class BenchmarkTokens implements TokenSettings {
    /** From the signing to the login it is seconds, unless many log in one after the other. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final SigningKeys keys;
    private final InstantSource clock;

    BenchmarkTokens(Map<String, String> environment, InstantSource clock) {
        this.keys = new SigningKeys(environment);
        this.clock = clock;
    }

    @Override
    public void describe(CommandSpec command) {
        SigningKeys.describe(command);
    }

    @Override
    public @Nullable Tokens read(CommandSpec command) {
        SigningKeys.Signing signing = keys.read(command);
        TokenSigner signer = signing.signer();
        return signer == null
                ? null
                : user -> new Command.Token(
                        signer.sign(user, clock.instant(), LIFETIME, signing.issuer(), signing.audience()));
    }
}
