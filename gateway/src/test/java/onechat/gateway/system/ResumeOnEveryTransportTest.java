package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.stream.Stream;
import onechat.gateway.StartException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A session goes on with another connection, on the same transport or the other (contract section 4). */
@ParameterizedClass(name = "from {0} to {1}")
@MethodSource("transports")
class ResumeOnEveryTransportTest {
    @Parameter(0)
    Transport from = Transport.TCP;

    @Parameter(1)
    Transport to = Transport.TCP;

    private DemoServer server;
    private Client alice;
    private Client bob;
    private String session;

    static Stream<Arguments> transports() {
        return Stream.of(Transport.TCP, Transport.WEBSOCKET)
                .flatMap(first ->
                        Stream.of(Transport.TCP, Transport.WEBSOCKET).map(second -> Arguments.of(first, second)));
    }

    /** Alice has got nothing since she logged in but the ack of her join. */
    @BeforeEach
    void bobAndAliceAreInACall() throws IOException, StartException {
        server = new DemoServer();
        bob = server.login(to, "bob", "phone");
        bob.says("{'cmd':'webrtc_create','to':2,'ack':'c'}").next();
        alice = server.connect(from);
        alice.says("{'cmd':'login','name':'alice','pass':'alice','device':'phone','resume':true,'ack':'l'}");
        JsonNode ack = alice.next();
        session = ack.path("session").asString();
        assertThat(ack.path("resume_window").asInt()).isEqualTo(30);
        assertThat(alice.next().path("cmd").asString()).isEqualTo("webrtc_create");
        alice.says("{'cmd':'webrtc_join','to':2,'ack':'j'}").next();
        bob.hears("{'cmd':'webrtc_join','from':1,'to':2,'ack':'j'}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void bobOffers(String sdp) {
        bob.says("{'cmd':'webrtc_send_offer','to':1,'sdp':'" + sdp + "','ack':'" + sdp + "'}");
        bob.hears("{'cmd':'ack','action':'webrtc_send_offer','ack':'" + sdp + "'}");
    }

    private Client aliceComesBack(int received, int replayed) throws IOException {
        Client back = server.connect(to);
        back.says("{'cmd':'login','session':'" + session + "','received':" + received + ",'ack':'r'}");
        back.hears("{'cmd':'ack','action':'login','ack':'r','resumed':true,'replayed':" + replayed + "}");
        return back;
    }

    private static void hearsOffer(Client client, String sdp) {
        client.hears("{'cmd':'webrtc_send_offer','from':2,'sdp':'" + sdp + "','ack':'" + sdp + "'}");
    }

    @Test
    void aCallOutlivesAConnectionThatVanishes() throws IOException {
        alice.vanishes();
        bobOffers("one");
        bobOffers("two");
        Client back = aliceComesBack(2, 2);
        hearsOffer(back, "one");
        hearsOffer(back, "two");

        back.says("{'cmd':'webrtc_send_answer','to':2,'sdp':'a','ack':'s'}");
        back.hears("{'cmd':'ack','action':'webrtc_send_answer','ack':'s'}");
        bob.hears("{'cmd':'webrtc_send_answer','from':1,'sdp':'a','ack':'s'}").hearsNothing();
        bobOffers("three");
        hearsOffer(back, "three");
    }

    @Test
    void aSessionIsTakenOverWhileItsOldConnectionIsOpenAndThatOneIsClosed() throws IOException {
        bobOffers("one");
        Client back = aliceComesBack(2, 1);
        hearsOffer(back, "one");
        hearsOffer(alice, "one");

        alice.hearsError(10_409).hearsTheEnd(1008);
        bob.hearsNothing();
        back.hearsNothing();
    }

    @Test
    void aFrameThatCannotBeReadClosesTheConnectionAndTheCallGoesOn() throws IOException {
        alice.saysAsItStands("x".repeat(70_000));
        alice.hearsError(10_413).hearsTheEnd(1009);
        Client back = aliceComesBack(3, 0);

        bobOffers("one");
        hearsOffer(back, "one");
        bob.hearsNothing();
    }

    @Test
    void aSessionThatIsNotResumedInTimeIsLeftAndCannotBeResumed() throws IOException {
        alice.vanishes();
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().until(() -> Scrape.of(http, server.endpoints().admin()).value("sessions{state=\"away\"}") == 1);
        }
        bobOffers("one"); // whoever is away is still in the call
        server.clock().pass(Duration.ofSeconds(30));
        bob.hears("{'cmd':'webrtc_leave','from':1,'to':2,'reason':'disconnected'}");

        Client late = server.connect(to);
        late.says("{'cmd':'login','session':'" + session + "','received':2,'ack':'r'}")
                .hearsError(10_410);
        late.logsIn("alice", "phone");
    }

    @Test
    void aCommandThatWasCarriedOutIsNotCarriedOutAgainOnTheNextConnection() throws IOException {
        alice.says("{'cmd':'webrtc_send_answer','to':2,'sdp':'a','ack':'s'}");
        bob.hears("{'cmd':'webrtc_send_answer','from':1,'sdp':'a','ack':'s'}");
        alice.vanishes();
        Client back = aliceComesBack(2, 1);
        back.hears("{'cmd':'ack','action':'webrtc_send_answer','ack':'s'}");
        back.says("{'cmd':'webrtc_send_answer','to':2,'sdp':'a','ack':'s'}");

        back.hears("{'cmd':'ack','action':'webrtc_send_answer','ack':'s'}");
        bob.hearsNothing();
    }
}
