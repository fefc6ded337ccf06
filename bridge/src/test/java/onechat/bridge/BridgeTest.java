package onechat.bridge;

import static onechat.bridge.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onechat.protocol.connection.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the edge begins and ends. */
@ExtendWith(QuietLog.class)
class BridgeTest {
    private final RecordingAcceptor acceptor = new RecordingAcceptor();

    @Test
    void portZeroTakesAFreePort() throws Exception {
        try (RunningBridge one = new RunningBridge(acceptor);
                RunningBridge other = new RunningBridge(acceptor)) {
            assertThat(one.address.getPort()).isPositive().isNotEqualTo(other.address.getPort());
            assertThat(one.address.getAddress().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void aPortInUseIsSaidInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Bridge bridge =
                    new Bridge(BridgeOptions.on(InetAddress.getLoopbackAddress(), taken.getLocalPort()), acceptor);

            assertThatThrownBy(bridge::start)
                    .isInstanceOf(BindException.class)
                    .hasMessage("Address already in use")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aStopTellsEveryListenerBeforeItReturns() throws Exception {
        RunningBridge bridge = new RunningBridge(acceptor);
        List<RawClient> clients = new ArrayList<>();
        List<RecordingListener> listeners = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(bridge.connect());
            listeners.add(acceptor.next());
        }
        listeners.getFirst().connection.close(CloseReason.DRAINING); // and its peer does not answer
        bridge.close();

        for (RecordingListener listener : listeners) {
            assertThat(listener.isQuiet()).isFalse();
            assertThat(listener.nextButBatchEnds()).isEqualTo("closed");
            assertThat(listener.isQuiet()).isTrue();
        }
        for (RawClient client : clients) {
            client.close();
        }
        assertThatThrownBy(() -> new RawClient(bridge.address)).isInstanceOf(ConnectException.class);
    }

    @Test
    void aStopWaitsForAListenerThatIsBusy() throws Exception {
        RunningBridge bridge = new RunningBridge(acceptor);
        try (RawClient client = bridge.connect()) {
            RecordingListener listener = acceptor.next();
            listener.holdReader();
            client.send(text("held"));
            assertThat(listener.next()).isEqualTo("payload held");
            Thread stop = Thread.ofVirtual().start(bridge::close);
            assertThat(client.isAtEnd()).isTrue();
            assertThat(stop.join(Duration.ofMillis(300))).isFalse();
            listener.release();

            assertThat(stop.join(Duration.ofSeconds(10))).isTrue();
            assertThat(listener.nextButBatchEnds()).isEqualTo("closed");
        }
    }

    @Test
    void aSecondStopChangesNothing() throws Exception {
        RunningBridge bridge = new RunningBridge(acceptor);
        bridge.close();
        bridge.close();

        assertThat(acceptor.isEmpty()).isTrue();
    }

    @Test
    void aStoppedBridgeLeavesThePortFree() throws Exception {
        RunningBridge bridge = new RunningBridge(acceptor);
        RawClient client = bridge.connect();
        bridge.close();
        client.close();
        Bridge next =
                new Bridge(BridgeOptions.on(InetAddress.getLoopbackAddress(), bridge.address.getPort()), acceptor);

        assertThat(next.start().getPort()).isEqualTo(bridge.address.getPort());
        next.stop();
    }

    @Test
    void aBridgeThatWasNotStartedCanBeStopped() {
        new Bridge(BridgeOptions.on(InetAddress.getLoopbackAddress(), 0), acceptor).stop();

        assertThat(acceptor.isEmpty()).isTrue();
    }
}
