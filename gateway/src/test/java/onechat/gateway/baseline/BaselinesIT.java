package onechat.gateway.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import onechat.gateway.system.Cores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every baseline relays each candidate once, in order, and acks it: what its load checks before it tells a figure. Skipped where a server is not installed. */
class BaselinesIT {
    private static final int PAIRS = 3;

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(names = {"NETTY", "MOSQUITTO", "NODE_WS", "SOCKET_IO"})
    void candidatesAreRelayedAndAcked(Contender contender) throws Exception {
        Workplace workplace = new Workplace(folder, Cores.none(), PAIRS);
        OneChatServers.prepare(workplace);
        try (MeasuredServer server = contender.start(workplace)) {
            LoadResult result = contender.load().run(workplace, server, new Load.Amount(8, 0, 1));
            assertThat(result.relays()).isPositive();
            assertThat(result.serverCpuSeconds()).isPositive();
        }
    }
}
