package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private final OriginPolicy sameOrigin = new OriginPolicy(Set.of());

    @ParameterizedTest
    @CsvSource({
        "http://chat.example.org, chat.example.org",
        "http://chat.example.org, chat.example.org:80",
        "https://chat.example.org, chat.example.org",
        "https://chat.example.org, chat.example.org:443",
        "https://chat.example.org:443, CHAT.Example.org",
        "http://localhost:8080, localhost:8080",
        "http://[::1]:8080, [::1]:8080",
        "http://[FE80::1], [fe80::1]",
        "http://my_host:1, my_host:1"
    })
    void theSameHostAndPortAreTheSameOrigin(String origin, String host) {
        assertThat(sameOrigin.allows(List.of(origin), host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://chat.example.org, chat.example.org:443",
        "https://chat.example.org, chat.example.org:80",
        "http://localhost:8080, localhost:8081",
        "http://localhost:8080, localhost",
        "http://localhost, 127.0.0.1",
        "http://chat.example.org, example.org",
        "http://chat.example.org.evil.example, chat.example.org",
        "http://chat.example.org@evil.example, chat.example.org",
        "http://chat.example.org/path, chat.example.org",
        "http://chat.example.org:080x, chat.example.org",
        "chat.example.org, chat.example.org",
        "null, null",
        "file://, chat.example.org",
        "http://chat.example.org, chat.example.org/"
    })
    void anythingElseIsAnotherOrigin(String origin, String host) {
        assertThat(sameOrigin.allows(List.of(origin), host)).isFalse();
    }

    @Test
    void aRequestWithoutHostHasNoSameOrigin() {
        assertThat(sameOrigin.allows(List.of("http://localhost"), null)).isFalse();
    }

    @Test
    void defaultPortsAndCaseDoNotMatterOnTheAllowListEither() {
        OriginPolicy policy = new OriginPolicy(Set.of("HTTPS://Chat.Example.org:443", "capacitor://localhost"));

        assertThat(policy.allows(List.of("https://chat.example.org"), "x")).isTrue();
        assertThat(policy.allows(List.of("capacitor://localhost"), "x")).isTrue();
        assertThat(policy.allows(List.of("http://chat.example.org:443"), "x")).isFalse();
        assertThat(policy.allows(List.of("https://x"), "x")).isFalse();
        assertThat(policy.allows(List.of(), "x")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "https://*", "https://*.example.org", "https://", "example.org", "https://a b", "", "null"})
    void whatIsNoOriginIsNone(String text) {
        assertThat(Origin.of(text)).isNull();
    }
}
