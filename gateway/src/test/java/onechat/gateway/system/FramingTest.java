package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import onechat.gateway.StartException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames on a bare socket against the whole server (contract section 1.1). */
class FramingTest {
    private static final String PING = "{\"cmd\":\"ping\",\"ack\":1}";
    private static final String PONG = "{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":1}";

    private final DemoServer server = new DemoServer();

    FramingTest() throws StartException {}

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] frame(String payload) {
        return ("ONECHAT/1.0\r\nPAYLOAD_LEN: " + payload.getBytes(UTF_8).length + "\r\n\r\n" + payload).getBytes(UTF_8);
    }

    @Test
    void aFrameThatComesOctetByOctetIsAnswered() throws IOException {
        try (TcpWire wire = new TcpWire(server.endpoints().tcp())) {
            for (byte octet : frame(PING)) {
                wire.send(new byte[] {octet});
            }
            assertThat(wire.receive()).isEqualTo(PONG);
        }
    }

    @Test
    void aThousandFramesInOneWriteAreAnsweredInOrder() throws IOException {
        try (TcpWire wire = new TcpWire(server.endpoints().tcp())) {
            StringBuilder frames = new StringBuilder();
            for (int i = 0; i < 1_000; i++) {
                frames.append(new String(frame("{\"cmd\":\"ping\",\"ack\":" + i + "}"), UTF_8));
            }
            wire.send(frames.toString().getBytes(UTF_8));
            for (int i = 0; i < 1_000; i++) {
                assertThat(wire.receive()).isEqualTo("{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":" + i + "}");
            }
        }
    }

    @Test
    void theErrorOfAFaultArrivesThoughTheClientGoesOnSending() throws IOException {
        try (TcpWire wire = new TcpWire(server.endpoints().tcp())) {
            wire.send("GET / HTTP/1.1\r\n".getBytes(UTF_8), new byte[1_000_000]);

            assertThat(Json.read(wire.receive()).path("code").asInt()).isEqualTo(10400);
            assertThatThrownBy(wire::receive).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aClientThatEndsItsDirectionHasItsCommandsAnsweredFirst() throws IOException {
        try (TcpWire wire = new TcpWire(server.endpoints().tcp())) {
            wire.send(PING);
            wire.endOutput();

            assertThat(wire.receive()).isEqualTo(PONG);
            assertThatThrownBy(wire::receive).isInstanceOf(EOFException.class);
        }
    }
}
