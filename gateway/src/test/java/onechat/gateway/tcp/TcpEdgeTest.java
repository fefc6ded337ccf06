package onechat.gateway.tcp;

import static onechat.gateway.tcp.RawClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onechat.protocol.connection.CloseReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How octets of real sockets become payloads, and payloads octets (contract section 1.1). */
class TcpEdgeTest {
    private LoopbackEdge edge;
    private RawClient client;
    private ListedConnection server;

    @BeforeEach
    void aClientIsConnected() throws Exception {
        edge = new LoopbackEdge((connection, payload) -> connection.write("got " + payload));
        client = edge.connect();
        server = edge.accepted();
    }

    @AfterEach
    void everythingEnds() throws IOException {
        client.close();
        edge.close();
    }

    private void assertReads(String expected) throws IOException {
        assertThat(client.read(expected.length())).isEqualTo(expected);
    }

    @Test
    void framesThatComeOctetByOctetAreReadAlike() throws IOException {
        for (char octet : (frame("{\"a\":1}") + frame("{}")).toCharArray()) {
            client.send(String.valueOf(octet));
        }

        assertReads(frame("got {\"a\":1}") + frame("got {}"));
        assertThat(server.eventsButBatches()).containsExactly("{\"a\":1}", "{}");
    }

    @Test
    void framesThatComeTogetherAreReadOneByOneAndThenTheBatchEnds() throws IOException {
        String all = IntStream.range(0, 10).mapToObj(i -> frame("{" + i + "}")).collect(Collectors.joining());
        client.send(all);

        assertReads(
                IntStream.range(0, 10).mapToObj(i -> frame("got {" + i + "}")).collect(Collectors.joining()));
        await().untilAsserted(() -> assertThat(server.events()).last().isEqualTo("end of batch"));
        assertThat(server.eventsButBatches())
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "{" + i + "}").toList());
    }

    @Test
    void thousandsOfFramesInOneGoArriveWholeAndInOrder() throws Exception {
        int frames = 5_000;
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < frames; i += 50) {
                    client.send(IntStream.range(i, i + 50)
                            .mapToObj(n -> frame("{\"n\":" + n + "}"))
                            .collect(Collectors.joining()));
                }
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        });
        assertReads(IntStream.range(0, frames)
                .mapToObj(n -> frame("got {\"n\":" + n + "}"))
                .collect(Collectors.joining()));
        sender.join();
    }

    @Test
    void aPayloadOfTheGreatestLengthPassesBothWays() throws IOException {
        String large = "x".repeat(LoopbackEdge.MAX_PAYLOAD_BYTES - 4);
        client.send(frame(large) + frame("{}") + frame(large));

        assertReads(frame("got " + large) + frame("got {}") + frame("got " + large));
    }

    @Test
    void aFaultIsToldOnceAfterThePayloadsBeforeItAndNothingAfterItIsRead() throws IOException {
        client.send(frame("{}") + "GET / HTTP/1.1\r\n" + frame("{\"after\":1}"));

        assertThat(client.readAll()).isEqualTo(frame("got {}") + frame("{\"code\":10400}"));
        client.send(frame("{\"long after\":1}"));
        client.endSending();
        await().untilAsserted(() -> assertThat(server.events()).containsExactly("{}", "fault 10400", "closed"));
    }

    @Test
    void aPayloadThatIsTooLongIsRefusedByItsHeader() throws IOException {
        client.send("ONECHAT/1.0\r\nPAYLOAD_LEN: " + (LoopbackEdge.MAX_PAYLOAD_BYTES + 1) + "\r\n\r\n");

        assertThat(client.readAll()).isEqualTo(frame("{\"code\":10413}"));
    }

    @Test
    void theLastMessageArrivesBeforeTheEndThoughTheClientKeepsSending() throws Exception {
        Thread sender = Thread.ofPlatform().daemon().start(() -> {
            String noise = "x".repeat(8_192);
            assertThatIOException().isThrownBy(() -> {
                while (true) {
                    client.send(noise); // until the server cuts the connection
                }
            });
        });

        assertThat(client.readAll()).isEqualTo(frame("{\"code\":10400}"));
        sender.join();
        await().untilAsserted(() -> assertThat(server.events()).containsExactly("fault 10400", "closed"));
    }

    @Test
    void aConnectionThatTheServerClosedTakesNothingMore() throws IOException {
        server.connection().close(CloseReason.LOGOUT);
        assertThat(client.readAll()).isEmpty();
        client.send(frame("{}"));
        client.endSending();

        await().untilAsserted(() -> assertThat(server.events()).containsExactly("closed"));
    }

    @Test
    void theClientsAddressIsKnownAlsoWhenItIsGone() throws IOException {
        assertThat(server.connection().remoteAddress()).isEqualTo("127.0.0.1");
        client.close();
        await().until(() -> server.events().contains("closed"));
        assertThat(server.connection().remoteAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void aConnectionCanBeWrittenToFromTheMomentItIsAccepted() throws IOException {
        InetSocketAddress free = new InetSocketAddress(edge.address().getAddress(), 0);
        try (TcpEdge greeting = new TcpEdge(free, 1, null, System::nanoTime, connection -> {
            ListedConnection listed = new ListedConnection(connection, (server, payload) -> {});
            listed.write("{}");
            connection.close(CloseReason.DRAINING);
            return listed;
        })) {
            greeting.start();
            try (RawClient late = new RawClient(greeting.address())) {
                assertThat(late.readAll()).isEqualTo(frame("{}"));
            }
        }
    }

    /** Between frames of a quiet connection it keeps less to read into. */
    @Test
    void framesArriveWholeHoweverLongThePausesBetweenTheirOctets() throws IOException {
        String payload = "{\"text\":\"" + "0123456789".repeat(60) + "\"}";
        String frame = frame(payload);
        for (int cut : new int[] {frame.length(), 1, 31, 32, 33, 40, 300}) {
            edge.passSeconds(2);
            client.send(frame.substring(0, cut));
            edge.passSeconds(cut % 2 == 0 ? 0 : 2);
            client.send(frame.substring(cut) + frame + frame);
            assertReads(frame("got " + payload).repeat(3));
        }
    }

    @Test
    void anEdgeThatIsClosedAcceptsNoMoreAndKeepsWhatIsOpen() throws IOException {
        edge.close();
        assertThatIOException().isThrownBy(() -> edge.connect());
        client.send(frame("{}"));
        assertReads(frame("got {}"));
    }

    @Test
    void anAddressThatIsTakenIsAnErrorAtOnce() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> new TcpEdge(edge.address(), 1, null, System::nanoTime, connection -> server));
    }
}
