package onechat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListenQueueTest {
    @Test
    void theCountersAreFoundByTheirNames() {
        List<String> netstat = List.of(
                "TcpExt: SyncookiesSent ListenOverflows TW ListenDrops More",
                "TcpExt: 1 22 3 44 5",
                "IpExt: InNoRoutes ListenDrops",
                "IpExt: 0 9");

        ListenQueue now = ListenQueue.read(netstat).orElseThrow();

        assertThat(now).isEqualTo(new ListenQueue(22, 44));
        assertThat(now.since(new ListenQueue(20, 40))).isEqualTo(new ListenQueue(2, 4));
    }

    @Test
    void whatIsWrittenInAnotherWayTellsNothing() {
        assertThat(ListenQueue.read(List.of())).isEmpty();
        assertThat(ListenQueue.read(List.of("TcpExt: ListenDrops"))).isEmpty();
    }
}
