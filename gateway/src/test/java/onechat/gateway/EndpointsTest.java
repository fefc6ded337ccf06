package onechat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    @Test
    void theReadyLineNamesEveryPort() {
        assertThat(new Endpoints(at("127.0.0.1", 7400), at("0.0.0.0", 8080), at("::1", 7401), false).readyLine())
                .isEqualTo("onechat ready tcp=127.0.0.1:7400 http=http://0.0.0.0:8080 admin=http://[::1]:7401");
    }

    @Test
    void theReadyLineSaysThatBrowsersNeedTls() {
        assertThat(new Endpoints(at("127.0.0.1", 7400), at("127.0.0.1", 8080), at("127.0.0.1", 7401), true).readyLine())
                .isEqualTo("onechat ready tcp=127.0.0.1:7400 http=https://127.0.0.1:8080 admin=http://127.0.0.1:7401");
    }

    @ParameterizedTest
    @CsvSource({
        "::, [::]:1",
        "::1, [::1]:1",
        "2001:db8::5, [2001:db8::5]:1",
        "fe80::, [fe80::]:1",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:1",
        "1:0:3:4:5:6:7:8, [1:0:3:4:5:6:7:8]:1",
        "10:0:0:4:5:0:0:8, [10::4:5:0:0:8]:1",
    })
    void anIpv6AddressStandsInBracketsAndShort(String address, String text) {
        assertThat(Endpoints.text(at(address, 1))).isEqualTo(text);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
