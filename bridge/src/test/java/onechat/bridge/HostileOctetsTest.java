package onechat.bridge;

import static onechat.bridge.Wire.FIN;
import static onechat.bridge.Wire.frame;
import static onechat.bridge.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.Random;
import onechat.protocol.connection.CloseReason;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever octets come: the connection ends in order, its listener hears of it once, and the server goes on. */
@ExtendWith(QuietLog.class)
class HostileOctetsTest {
    private static final int CONNECTIONS = 100;

    @RepeatedTest(5)
    void noOctetsHarmTheServer(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        RecordingAcceptor acceptor = new RecordingAcceptor();
        try (RunningBridge bridge = new RunningBridge(acceptor)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                try (RawClient client = bridge.connect()) {
                    RecordingListener listener = acceptor.next();
                    sendAnything(client, random);
                    client.readUntilGone();
                    expectAnOrderlyEnd(listener);
                }
            }
            try (RawClient client = bridge.connect()) {
                client.send(text("{}"));
                assertThat(acceptor.next().next()).isEqualTo("payload {}");
            }
        }
    }

    private static void sendAnything(RawClient client, Random random) throws IOException {
        try {
            for (int i = random.nextInt(4); i >= 0; i--) {
                client.send(anything(random));
            }
            client.endOutput();
        } catch (SocketException cut) {
            assertThat(cut).isNotNull(); // the server had enough
        }
    }

    private static byte[] anything(Random random) {
        byte[] octets = new byte[random.nextInt(300)];
        random.nextBytes(octets);
        return switch (random.nextInt(4)) {
            case 0 -> octets;
            case 1 -> frame(random.nextInt(256), octets);
            case 2 -> frame(FIN | random.nextInt(3), octets);
            default -> text("x".repeat(octets.length));
        };
    }

    private static void expectAnOrderlyEnd(RecordingListener listener) throws InterruptedException {
        boolean faulty = false;
        for (String event = listener.next(); !event.equals("closed"); event = listener.next()) {
            assertThat(faulty).as("nothing comes after a fault: %s", event).isFalse();
            if (event.startsWith("fault")) {
                faulty = true;
                listener.connection.close(CloseReason.AFTER_ERROR);
            }
        }
        assertThat(listener.isQuiet()).isTrue();
        assertThat(listener.hasOverlapped()).isFalse();
    }
}
