package onechat.gateway.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import onechat.protocol.IceServer;
import org.junit.jupiter.api.Test;

/** What users are told of STUN and TURN servers (contract section 6). */
class EphemeralIceServersTest {
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_790_000_000L, 999_999_999));
    private static final List<String> STUN = List.of("stun:stun.example.org");
    private static final List<String> TURN =
            List.of("turn:turn.example.org?transport=udp", "turns:turn.example.org:5349?transport=tcp");

    private final TurnSecret secret = new TurnSecret("north wind");

    @Test
    void theCredentialIsThatOfOpenssl() {
        // printf '1790000600:7' | openssl dgst -sha1 -hmac 'north wind' -binary | base64
        assertThat(new EphemeralIceServers(List.of(), TURN, secret, TTL, CLOCK).forUser(7))
                .containsExactly(new IceServer(TURN, "1790000600:7", "wCgcdgVgPT3jBrNJlaVka5qq3RI="));
    }

    @Test
    void stunServersNeedNoCredentials() {
        assertThat(new EphemeralIceServers(STUN, List.of(), null, TTL, CLOCK).forUser(7))
                .containsExactly(new IceServer(STUN, null, null));
    }

    @Test
    void eachUserHasCredentialsOfItsOwn() {
        EphemeralIceServers servers = new EphemeralIceServers(STUN, TURN, secret, TTL, CLOCK);

        assertThat(servers.forUser(7)).hasSize(2).isNotEqualTo(servers.forUser(8));
    }

    @Test
    void nothingIsToldWhereNothingIsConfigured() {
        assertThat(new EphemeralIceServers(List.of(), List.of(), null, TTL, CLOCK).forUser(7))
                .isEmpty();
    }

    @Test
    void theSecretIsNotInItsText() {
        assertThat(secret).hasToString("TurnSecret");
    }
}
