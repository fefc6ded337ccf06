package onechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {
    private static final String HOSTILE = "two\r\nlines\u0000\u001b[2J\u0085\u2028\u2029\"\\ é😀\ud800{}";

    private final JsonLines encoder = new JsonLines();

    private LoggingEvent event(String message, @Nullable Throwable thrown, Object... arguments) {
        Logger logger = (Logger) LoggerFactory.getLogger("onechat.some.Logger");
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, thrown, arguments);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006007Z"));
        return event;
    }

    private JsonNode line(LoggingEvent event) {
        String text = new String(encoder.encode(event), UTF_8);
        assertThat(text).endsWith("}\n");
        assertThat(text.substring(0, text.length() - 1)).matches("[ -~]+");
        return new JsonMapper().readTree(text);
    }

    @Test
    void anEventIsOneObjectWithItsKeyValuesAsMembers() {
        LoggingEvent event = event("login of {}", null, "nobody");
        event.setKeyValuePairs(List.of(
                new KeyValuePair("user", 9_007_199_254_740_991L),
                new KeyValuePair("replayed", 3),
                new KeyValuePair("why", "broken"),
                new KeyValuePair("none", null)));

        assertThat(line(event))
                .isEqualTo(new JsonMapper()
                        .readTree("{\"timestamp\":\"2026-01-02T03:04:05.006Z\",\"level\":\"INFO\","
                                + "\"logger\":\"onechat.some.Logger\",\"message\":\"login of nobody\","
                                + "\"user\":9007199254740991,\"replayed\":3,\"why\":\"broken\",\"none\":\"null\"}"));
    }

    @Test
    void nothingThatIsLoggedBreaksALine() {
        LoggingEvent event = event(HOSTILE, new IllegalStateException(HOSTILE, new RuntimeException("the cause")));
        event.setKeyValuePairs(List.of(new KeyValuePair("why", HOSTILE)));

        JsonNode line = line(event);

        assertThat(line.path("message").asString()).isEqualTo(HOSTILE);
        assertThat(line.path("why").asString()).isEqualTo(HOSTILE);
        assertThat(line.path("exception").asString())
                .startsWith("java.lang.IllegalStateException: two")
                .contains("Caused by: java.lang.RuntimeException: the cause", "JsonLinesTest");
    }
}
