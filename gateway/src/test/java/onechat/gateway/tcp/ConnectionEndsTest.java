package onechat.gateway.tcp;

import static onechat.gateway.tcp.RawClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import onechat.gateway.session.RecordedLog;
import onechat.protocol.connection.CloseReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever ends a connection, and however: its listener is told once, and nobody else is bothered (contract section 1.1). */
class ConnectionEndsTest {
    private static final String BUG = "{\"bug\":1}";

    private LoopbackEdge edge;
    private RawClient client;
    private ListedConnection server;

    @BeforeEach
    void aClientIsConnected() throws Exception {
        edge = new LoopbackEdge((connection, payload) -> {
            if (payload.equals(BUG)) {
                throw new IllegalStateException("a bug");
            }
            connection.write("got " + payload);
        });
        client = edge.connect();
        server = edge.accepted();
    }

    @AfterEach
    void everythingEnds() throws IOException {
        client.close();
        edge.close();
    }

    private void assertEvents(String... expected) {
        await().untilAsserted(() -> assertThat(server.eventsButBatches()).containsExactly(expected));
    }

    /** The edge is through with the connection when it serves the next one, and one that ended twice would say so by then. */
    private void assertClosedOnce() throws Exception {
        await().until(() -> server.events().contains("closed"));
        try (RawClient next = edge.connect()) {
            next.send(frame("{}"));
            assertThat(next.read(frame("got {}").length())).isEqualTo(frame("got {}"));
        }
        assertThat(server.events().stream().filter("closed"::equals)).hasSize(1);
        assertThat(server.events()).last().isEqualTo("closed");
    }

    @Test
    void theClientCloses() throws Exception {
        client.close();
        assertClosedOnce();
    }

    @Test
    void theClientClosesInTheMiddleOfAFrame() throws Exception {
        client.send("ONECHAT/1.0\r\nPAYLOAD_LEN: 10\r\n\r\n{\"a\"");
        client.close();

        assertClosedOnce();
        assertEvents("closed");
    }

    @Test
    void theClientResets() throws Exception {
        client.reset();
        assertClosedOnce();
    }

    @Test
    void theServerClosesAndTheClientFollows() throws Exception {
        server.connection().close(CloseReason.LOGOUT);
        assertThat(client.readAll()).isEmpty();
        client.close();

        assertClosedOnce();
    }

    @Test
    void theServerClosesAndTheClientDoesNotFollow() throws Exception {
        long before = System.nanoTime();
        server.connection().close(CloseReason.LOGOUT);
        server.connection().close(CloseReason.LOGOUT);

        assertClosedOnce();
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void theServerCuts() throws Exception {
        server.connection().abort();
        server.connection().abort();
        server.connection().close(CloseReason.LOGOUT);

        assertClosedOnce();
    }

    @Test
    void aClientThatOnlyEndsItsOwnDirectionStillReadsItsReplies() throws Exception {
        client.send(frame("{\"last\":1}"));
        client.endSending();

        assertThat(client.readAll()).isEqualTo(frame("got {\"last\":1}"));
        assertClosedOnce();
    }

    @Test
    void aFaultOfTheServersOwnIsLoggedOnceAndEndsNoOtherConnection() throws Exception {
        try (RecordedLog log = new RecordedLog(TcpConnection.class)) {
            client.send(frame(BUG));
            assertThat(client.readAll()).isEmpty();
            assertClosedOnce();
            await().untilAsserted(() -> assertThat(log.lines()).containsExactly("ERROR a connection failed"));
        }
    }

    @Test
    void aWriteThatHangsFailsWhenTheConnectionIsCutAndHindersNobodyMeanwhile() throws Exception {
        String large = "x".repeat(60_000);
        CountDownLatch failed = new CountDownLatch(1);
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    server.write(large); // until the client's and the kernel's buffers are full
                }
            } catch (RuntimeException cut) {
                failed.countDown();
            }
        });
        try (RawClient other = edge.connect()) {
            for (int i = 0; i < 100; i++) {
                other.send(frame("{}"));
                assertThat(other.read(frame("got {}").length())).isEqualTo(frame("got {}"));
            }
            await().until(() -> writer.getState() == Thread.State.WAITING);
            other.send(frame("{}"));
            assertThat(other.read(frame("got {}").length())).isEqualTo(frame("got {}"));
        }
        server.connection().abort();
        assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        assertClosedOnce();
    }
}
