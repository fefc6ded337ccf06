package onechat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final SSLSocketFactory TLS = (SSLSocketFactory) SSLSocketFactory.getDefault();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7400, 127.0.0.1, 7400",
        "[::1]:7401, 0:0:0:0:0:0:0:1, 7401",
        "localhost:65535, 127.0.0.1, 65535",
    })
    void aPlaceIsHostAndPort(String place, String address, int port) throws Exception {
        Target target = Target.tcp(place, null);

        assertThat(target.address().getAddress().getHostAddress()).isEqualTo(address);
        assertThat(target.address().getPort()).isEqualTo(port);
        assertThat(target.path()).isNull();
        assertThat(target.place()).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7400",
                "127.0.0.1",
                ":7400",
                "127.0.0.1:0",
                "127.0.0.1:65536",
                "::1:7400",
                "a/b:1",
                "127.0.0.1:x"
            })
    void anythingElseIsNoPlace(String place) {
        assertThatThrownBy(() -> Target.tcp(place, null)).isInstanceOf(Target.WrongTargetException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ws://127.0.0.1:8080/onechat, 8080, /onechat, false",
        "ws://127.0.0.1, 80, /, false",
        "wss://127.0.0.1/a?b=c, 443, /a?b=c, true",
        "wss://[::1]:8443/onechat, 8443, /onechat, true",
    })
    void aUrlSaysPathPortAndTls(String url, int port, String path, boolean tls) throws Exception {
        Target target = Target.webSocket(url, TLS);

        assertThat(target.address().getPort()).isEqualTo(port);
        assertThat(target.path()).isEqualTo(path);
        assertThat(target.tls() != null).isEqualTo(tls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:8080",
                "http://127.0.0.1/",
                "ws:onechat",
                "ws://",
                "ws://a b/",
                "ws://127.0.0.1/#x"
            })
    void anythingElseIsNoUrlForIt(String url) {
        assertThatThrownBy(() -> Target.webSocket(url, TLS)).isInstanceOf(Target.WrongTargetException.class);
    }

    @Test
    void theHostHeaderNamesThePort() throws Exception {
        assertThat(Target.webSocket("ws://[::1]:8080/onechat", TLS).authority()).isEqualTo("[::1]:8080");
    }
}
