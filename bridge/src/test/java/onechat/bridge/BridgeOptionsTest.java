package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BridgeOptionsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theDefaultsAreThoseOfTheContract() {
        BridgeOptions options = BridgeOptions.on(LOOPBACK, 8080);

        assertThat(options.maxPayloadBytes()).isEqualTo(65_536);
        assertThat(options.heartbeat()).isEqualTo(Duration.ofSeconds(25));
        assertThat(options.allowedOrigins()).isEmpty();
    }

    @Test
    void aValueOutOfItsRangeIsRefusedByName() {
        assertRefused(-1, Set.of(), 1, SECOND, SECOND, "port");
        assertRefused(65_536, Set.of(), 1, SECOND, SECOND, "port");
        assertRefused(0, Set.of(), 0, SECOND, SECOND, "maxPayloadBytes");
        assertRefused(0, Set.of(), 16_777_217, SECOND, SECOND, "maxPayloadBytes");
        assertRefused(0, Set.of(), 1, Duration.ZERO, SECOND, "heartbeat");
        assertRefused(0, Set.of(), 1, Duration.ofDays(1), SECOND, "heartbeat");
        assertRefused(0, Set.of(), 1, SECOND, Duration.ZERO, "httpTimeout");
        assertRefused(0, Set.of("https://ok.example", "example.org"), 1, SECOND, SECOND, "example.org");
        assertRefused(0, Set.of("*"), 1, SECOND, SECOND, "*");
    }

    private static void assertRefused(
            int port, Set<String> origins, int maxPayloadBytes, Duration heartbeat, Duration http, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BridgeOptions(LOOPBACK, port, origins, maxPayloadBytes, heartbeat, http, null))
                .withMessageContaining(name);
    }
}
