package onechat.bridge;

import static onechat.bridge.Wire.FIN;
import static onechat.bridge.Wire.PING;
import static onechat.bridge.Wire.PONG;
import static onechat.bridge.Wire.frame;
import static onechat.bridge.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contract section 1.2: the server sends a WebSocket ping every heartbeat. */
@ExtendWith(QuietLog.class)
class HeartbeatTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    private final RecordingAcceptor acceptor = new RecordingAcceptor();

    @Test
    void everyConnectionGetsAPingEveryHeartbeat() throws Exception {
        try (RunningBridge bridge = RunningBridge.withHeartbeat(acceptor, HEARTBEAT)) {
            long begin = System.nanoTime();
            try (RawClient one = bridge.connect();
                    RawClient other = bridge.connect()) {
                for (int i = 0; i < 4; i++) {
                    assertThat(one.next().opcode()).isEqualTo(PING);
                    assertThat(other.next().opcode()).isEqualTo(PING);
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(HEARTBEAT.multipliedBy(4), HEARTBEAT.multipliedBy(75));
        }
    }

    @Test
    void pingsMissedWhileTheComputerSleptAreNotMadeUpFor() {
        CountingSession session = new CountingSession();
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            BridgeConnection connection = new BridgeConnection(session, "", timer, Long.MAX_VALUE - 5);
            long start = Long.MAX_VALUE - 5; // the clock of the JDK may begin anywhere

            connection.pingIfDue(start - 1, 10);
            assertThat(session.frames()).isZero();
            connection.pingIfDue(start + 3, 10);
            connection.pingIfDue(start + 9, 10);
            assertThat(session.frames()).isEqualTo(1);
            connection.pingIfDue(start + 10, 10);
            assertThat(session.frames()).isEqualTo(2);
            for (int late = 1_000; late < 1_010; late++) {
                connection.pingIfDue(start + late, 10);
            }
            assertThat(session.frames()).isEqualTo(3);
        }
    }

    @Test
    void aPongIsHeard() throws Exception {
        try (RunningBridge bridge = RunningBridge.withHeartbeat(acceptor, HEARTBEAT);
                RawClient client = bridge.connect()) {
            RecordingListener listener = acceptor.next();
            assertThat(client.next().opcode()).isEqualTo(PING);
            client.send(frame(FIN | PONG, utf8("")));

            assertThat(listener.next()).isEqualTo("heard");
        }
    }

    @Test
    void aPingOfThePeersIsHeardAndAnsweredWithItsContent() throws Exception {
        try (RunningBridge bridge = new RunningBridge(acceptor);
                RawClient client = bridge.connect()) {
            RecordingListener listener = acceptor.next();
            client.send(frame(FIN | PING, utf8("are you there?")));

            assertThat(listener.next()).isEqualTo("heard");
            ReceivedFrame pong = client.next();
            assertThat(pong.first()).isEqualTo(FIN | PONG);
            assertThat(pong.text()).isEqualTo("are you there?");
        }
    }

    @Test
    void aConnectionThatIsSilentIsNotClosedByTheEdge() throws Exception {
        try (RunningBridge bridge = RunningBridge.withHeartbeat(acceptor, Duration.ofMillis(20));
                RawClient client = bridge.connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.next().opcode()).isEqualTo(PING);
            }
            assertThat(acceptor.next().isQuiet()).isTrue();
        }
    }
}
