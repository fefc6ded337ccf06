package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import onechat.gateway.ServerOptions;
import onechat.gateway.StartException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that would wear the server out: each meets its limit and its error, and whoever talks meanwhile does not notice (contract
 * sections 1.1, 3 and 7).
 */
class HostileClientsTest {
    /** {@code -Donechat.test.idle=10000} for as many as the process may have files open; both ends of each are in this one. */
    private static final int IDLE = Integer.getInteger("onechat.test.idle", 2_000);

    private static final int OF_AN_ADDRESS = 40;

    private final HttpClient http = HttpClient.newHttpClient();
    private DemoServer server;
    private Client bob;

    @BeforeEach
    void bobTalks() throws IOException, StartException {
        begin(DemoServer.options().commandRate(200));
    }

    private void begin(ServerOptions.Builder options) throws IOException, StartException {
        server = new DemoServer(options);
        bob = server.login(Transport.TCP, "bob", "phone");
    }

    @AfterEach
    void bobStillTalks() {
        bob.hearsNothing();
        server.close();
        http.shutdownNow();
    }

    private TcpWire connect() throws IOException {
        return new TcpWire(server.endpoints().tcp());
    }

    private double gauge(String name) {
        return Scrape.of(http, server.endpoints().admin()).value(name);
    }

    /** Time passes, in which bob shows that he is there. */
    private void pass(Duration time) {
        server.clock().pass(time);
        bob.hearsNothing();
    }

    private static Void hearsErrorAndEnd(TcpWire wire, int code) throws IOException {
        try (wire) {
            assertThat(Json.read(wire.receive()).path("code").asInt()).isEqualTo(code);
            assertThatThrownBy(wire::receive).isInstanceOf(EOFException.class);
        }
        return null;
    }

    @Test
    void thousandsThatConnectAndDoNotLogInAreToldAndGoneAfterTheirTime() {
        List<TcpWire> idle = Crowd.someAtOnce(IntStream.range(0, IDLE).boxed().toList(), i -> connect());
        await().until(() -> gauge("connections") == IDLE + 1);
        pass(Duration.ofSeconds(10).plusMillis(1));

        Crowd.someAtOnce(idle, wire -> hearsErrorAndEnd(wire, 10_408));
        await().until(() -> gauge("connections") == 1);
        assertThat(gauge("disconnects_total{reason=\"no_login\"}")).isEqualTo(IDLE);
    }

    @Test
    void halfAHeaderIsNoLogin() throws IOException {
        TcpWire wire = connect();
        wire.send("ONECHAT/1.0\r\nPAYLOAD_".getBytes(US_ASCII));
        await().until(() -> gauge("connections") == 2); // its time has begun
        pass(Duration.ofSeconds(10).plusMillis(1));

        hearsErrorAndEnd(wire, 10_408);
    }

    @Test
    void whoDripsAFrameOctetByOctetIsSilentUntilItIsWhole() throws IOException {
        TcpWire wire = connect();
        wire.send("{\"cmd\":\"login\",\"name\":\"alice\",\"pass\":\"alice\",\"ack\":1}");
        assertThat(wire.receive()).contains("\"user\":1");
        byte[] frame = "ONECHAT/1.0\r\nPAYLOAD_LEN: 30\r\n\r\n".getBytes(US_ASCII);
        for (int second = 0; second <= 75; second += 5) {
            wire.send(new byte[] {frame[second / 5]});
            pass(Duration.ofSeconds(5));
        }

        hearsErrorAndEnd(wire, 10_408);
    }

    @Test
    void aFloodOfCommandsIsRefusedAndThenClosed() throws IOException {
        Client alice = server.login(Transport.TCP, "alice", "phone");
        for (int i = 1; i < 1_000; i++) { // with the login, as many as come at once
            alice.says("{'cmd':'ping','ack':" + i + "}");
        }
        for (int i = 1; i < 1_000; i++) {
            alice.hears("{'cmd':'ack','action':'ping','ack':" + i + "}");
        }
        Thread flood = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 1_000; i++) {
                alice.says("{'cmd':'webrtc_leave','to':1}");
            }
        });
        for (int i = 0; i < 1_000; i++) {
            alice.hearsError(10_429);
        }
        alice.hearsTheEnd(1008);
        await().until(() -> !flood.isAlive());
    }

    @Test
    void aFloodOfConnectionsOfOneAddressIsToldAndClosedAndThoseThatWereThereGoOn() throws Exception {
        server.close();
        // All from one address, bob too.
        begin(DemoServer.options().connections(connections -> connections.withMaxConnectionsPerAddress(OF_AN_ADDRESS)));
        List<Client> first =
                Crowd.all(IntStream.range(1, OF_AN_ADDRESS).boxed().toList(), i -> server.connect(Transport.TCP));
        first.forEach(Client::hearsNothing);
        Crowd.someAtOnce(IntStream.range(0, 300).boxed().toList(), i -> hearsErrorAndEnd(connect(), 10_429));
        server.connect(Transport.WEBSOCKET).hearsError(10_429).hearsTheEnd(1008);

        first.forEach(Client::hearsNothing);
        first.getFirst().vanishes();
        await().until(() -> gauge("connections") == OF_AN_ADDRESS - 1);
        server.connect(Transport.TCP).hearsNothing();
    }

    @Test
    void guessingSessionsLeadsNowhereAndIsWithinTheRateOfCommands() throws IOException {
        Client guesser = server.connect(Transport.TCP);
        for (int i = 0; i < 1_000; i++) {
            guesser.says("{'cmd':'login','session':'" + "A".repeat(28) + (1_000 + i) + "','received':0,'ack':1}")
                    .hearsError(10_410);
        }
        guesser.says("{'cmd':'login','session':'x','received':0,'ack':1}").hearsError(10_429);
        assertThat(gauge("resumes_total{outcome=\"unknown\"}")).isEqualTo(1_000);
    }
}
