package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import onechat.gateway.StartException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A client that does not read (contract section 7): it is cut off, and nobody else notices. */
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
class SlowReceiverTest {
    /** More than the outbox holds and the kernel's buffers take. */
    private static final int MANY = 1_000;

    @Parameter
    Transport transport = Transport.TCP;

    private DemoServer server;

    @BeforeEach
    void start() throws StartException {
        server = new DemoServer(transport.on(DemoServer.options()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aReceiverThatDoesNotReadIsCutOffAndTheSenderGoesOn() throws IOException {
        Client alice = server.login(transport, "alice", "phone");
        Client carol = server.login(transport, "carol", "phone");
        alice.says("{'cmd':'webrtc_create','to':1}");
        carol.next();
        // Bob reads nothing from here on, not even the ack of his login.
        TcpWire bob = transport.connectNative(server.endpoints());
        bob.send("{\"cmd\":\"login\",\"name\":\"bob\",\"pass\":\"bob\"}");
        bob.send("{\"cmd\":\"webrtc_join\",\"to\":1}");
        assertThat(alice.next().path("cmd").asString()).isEqualTo("webrtc_join");

        String sdp = "x".repeat(60_000);
        JsonNode last = null;
        for (int i = 0;
                i < MANY && (last == null || "ack".equals(last.path("cmd").asString()));
                i++) {
            last = alice.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'" + sdp + "','ack':'o'}")
                    .next();
        }

        assertThat(last)
                .isEqualTo(Json.read("{\"cmd\":\"webrtc_leave\",\"from\":2,\"to\":1,\"reason\":\"disconnected\"}"));
        carol.hearsNothing();
        bob.close();
    }
}
