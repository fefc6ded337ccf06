package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import onechat.gateway.TokenOptions;
import onechat.gateway.token.TokenSigner;
import tools.jackson.databind.JsonNode;

/** Users of any id, whom only a token knows: as many as a benchmark likes, and none of them in a database. Used by many threads at once. */
final class TokenUsers {
    private static final String SECRET = "what the benchmark and its server share";

    /** What their server is started with. */
    static final String OPTION = "--jwt-secret=" + SECRET;

    private final TokenSigner signer = Objects.requireNonNull(TokenSigner.of(
            Objects.requireNonNull(TokenOptions.NONE.withSecret(SECRET).keys())));

    /** A token that logs the user in for the next hours. */
    String token(long user) {
        return signer.sign(user, Instant.now(), Duration.ofHours(4), null, null);
    }

    /** Logs one of them in, with more members such as {@code ,'resume':true}. */
    void login(Client client, long user, String more) {
        JsonNode ack = tryLogin(client, user, more);
        assertThat(ack.path("user").asLong()).as("%s", ack).isEqualTo(user);
    }

    /** The same, whatever the server says to that. */
    JsonNode tryLogin(Client client, long user, String more) {
        return client.says("{'cmd':'login','token':'" + token(user) + "','device':'phone','ack':'in'" + more + "}")
                .next();
    }
}
