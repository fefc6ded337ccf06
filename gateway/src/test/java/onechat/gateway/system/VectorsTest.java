package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import onechat.gateway.StartException;
import onechat.protocol.Utf8;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Every test vector of the protocol against the live server: exactly the answer of the contract, and never a stack trace. */
class VectorsTest {
    private static final String PING = "{\"cmd\":\"ping\",\"ack\":\"alive\"}";
    private static final String PONG = "{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":\"alive\"}";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final DemoServer server = new DemoServer();

    VectorsTest() throws StartException {}

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stop() {
        server.close();
        root().detachAppender(log);
        assertThat(List.copyOf(log.list)).noneMatch(event -> event.getThrowableProxy() != null);
    }

    private static ch.qos.logback.classic.Logger root() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void everyFramingFaultGetsOneErrorAndTheConnectionCloses() throws IOException {
        for (JsonNode vector : Vectors.of("framing-faults.json")) {
            try (TcpWire wire = new TcpWire(server.endpoints().tcp())) {
                wire.send(Vectors.octets(vector, "input"));

                for (int i = 0; i < vector.required("payloads").size(); i++) {
                    assertThat(wire.receive()).as(Vectors.name(vector)).isNotEmpty();
                }
                assertIsError(vector, wire.receive());
                assertThatThrownBy(wire::receive).as(Vectors.name(vector)).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void everySoundStreamOfFramesGetsOneReplyForEachPayload() throws IOException {
        for (JsonNode vector : Vectors.of("frames.json")) {
            try (TcpWire wire = new TcpWire(server.endpoints().tcp())) {
                wire.send(Vectors.octets(vector, "input"));
                wire.endOutput();

                for (int i = 0; i < vector.required("payloads").size(); i++) {
                    assertThat(wire.receive()).as(Vectors.name(vector)).isNotEmpty();
                }
                assertThatThrownBy(wire::receive).as(Vectors.name(vector)).isInstanceOf(EOFException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "WEBSOCKET"}) // with TLS below them the octets inside are the same
    void everyPayloadFaultGetsOneErrorAndTheConnectionLives(Transport transport) throws IOException {
        try (Wire wire = transport.connect(server.endpoints())) {
            for (JsonNode vector : Vectors.of("payload-faults.json")) {
                byte[] payload = Vectors.octets(vector, "payload");
                if (wire instanceof TcpWire tcp) {
                    tcp.sendFrame(payload);
                } else if (Utf8.isValid(payload, 0, payload.length)) {
                    wire.send(new String(payload, UTF_8));
                } else {
                    continue; // a fault of the WebSocket itself, which the bridge's own tests show
                }
                assertIsError(vector, wire.receive());
                wire.send(PING);
                assertThat(wire.receive()).as(Vectors.name(vector)).isEqualTo(PONG);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "WEBSOCKET"}) // with TLS below them the octets inside are the same
    void everyRelayArrivesOctetForOctet(Transport transport) throws IOException {
        try (Wire alice = transport.connect(server.endpoints());
                Wire bob = transport.connect(server.endpoints())) {
            enterTheCall(alice, "alice");
            enterTheCall(bob, "bob");
            int relayed = 0;
            for (JsonNode vector : Vectors.of("relays.json")) {
                String payload = new String(Vectors.octets(vector, "payload"), UTF_8);
                JsonNode read = Json.read(payload);
                boolean fromAliceToBob = vector.required("sender").asLong() == 1
                        && read.path("to").asLong() == 2
                        && read.path("room").asLong(1) == 1;
                if (fromAliceToBob) {
                    alice.send(payload);
                    String expected = new String(Vectors.octets(vector, "relayed"), UTF_8);
                    assertThat(bob.receive()).as(Vectors.name(vector)).isEqualTo(expected);
                    relayed++;
                }
            }
            assertThat(relayed).isGreaterThan(50);
        }
    }

    private static void enterTheCall(Wire wire, String name) throws IOException {
        wire.send("{\"cmd\":\"login\",\"name\":\"" + name + "\",\"pass\":\"" + name + "\"}");
        wire.send("{\"cmd\":\"webrtc_create\",\"to\":1,\"ack\":\"in\"}");
        String received = wire.receive();
        while (!"ack".equals(Json.read(received).path("cmd").asString())) {
            received = wire.receive(); // such as the ring of who is there already
        }
    }

    private static void assertIsError(JsonNode vector, String received) {
        JsonNode expected = vector.required("error");
        JsonNode error = Json.read(received);
        assertThat(error.path("cmd").asString())
                .as("%s: %s", Vectors.name(vector), received)
                .isEqualTo("error");
        JsonNode ack = expected.path("ack_json");
        assertThat(error.path("code"))
                .as("%s: %s", Vectors.name(vector), received)
                .isEqualTo(expected.path("code"));
        assertThat(error.path("action"))
                .as("%s: %s", Vectors.name(vector), received)
                .isEqualTo(expected.path("action"));
        assertThat(error.path("ack"))
                .as("%s: %s", Vectors.name(vector), received)
                .isEqualTo(ack.isMissingNode() ? ack : Json.read(ack.asString()));
    }
}
