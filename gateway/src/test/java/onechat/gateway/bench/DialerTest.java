package onechat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialerTest {
    @ParameterizedTest
    @CsvSource({
        "4, 127.0.0.1 127.0.0.1 127.0.0.1 127.0.0.1",
        "16000, 127.0.0.1 127.0.0.1 127.0.0.1 127.0.0.1",
        "16001, 127.0.0.1 127.0.0.2 127.0.0.1 127.0.0.2",
        "40000, 127.0.0.1 127.0.0.2 127.0.0.3 127.0.0.1",
    })
    void manyConnectionsOnLoopbackComeFromSeveralAddresses(int wanted, String addresses) throws IOException {
        try (FakeServer server = new FakeServer(FakeServer.Fault.NONE, true)) {
            Dialer dialer = new Dialer(new Target(server.address(), "127.0.0.1", null, null), wanted, 512);
            for (int i = 1; i <= 4; i++) {
                try (Wire wire = dialer.dial()) {
                    int accepted = i;
                    await().until(() -> server.addresses().size() == accepted);
                    assertThat(wire).isInstanceOf(TcpWire.class);
                }
            }

            assertThat(server.addresses()).containsExactly(addresses.split(" ", -1));
        }
    }

    @Test
    void moreConnectionsThanTheProcessMayHaveDescriptorsAreRefusedBeforehand() throws Exception {
        Descriptors.require(1);

        assertThatThrownBy(() -> Descriptors.require(Integer.MAX_VALUE))
                .hasMessageStartingWith("2147483647 connections need 2147483775 file descriptors")
                .hasMessageEndingWith("raise the limit (ulimit -n)");
    }
}
