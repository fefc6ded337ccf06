package onechat.gateway.system;

import static onechat.gateway.system.Transport.SECURE_WEBSOCKET;
import static onechat.gateway.system.Transport.TCP;
import static onechat.gateway.system.Transport.TLS;
import static onechat.gateway.system.Transport.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/** The rules of calls (contract section 5) between alice on one transport and bob and carol on another, for all four pairs, and over TLS. */
@ParameterizedClass(name = "{0}-{1}")
@MethodSource("pairs")
class CallsOnEveryTransportTest {
    @Parameter(0)
    Transport callers = TCP;

    @Parameter(1)
    Transport callees = TCP;

    private DemoServer server;
    private Client alice;
    private Client bob;

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(TCP, TCP),
                Arguments.of(TCP, WEBSOCKET),
                Arguments.of(WEBSOCKET, TCP),
                Arguments.of(WEBSOCKET, WEBSOCKET),
                Arguments.of(TLS, SECURE_WEBSOCKET));
    }

    @BeforeEach
    void start() throws StartException, IOException {
        server = new DemoServer(callers.on(DemoServer.options()));
        alice = server.login(callers, "alice", "phone");
        bob = server.login(callees, "bob", "phone");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String created(String ringing, String offline) {
        return "{'cmd':'ack','action':'webrtc_create','ack':'c','to':1,'members':[],'ringing':" + ringing
                + ",'offline':" + offline + ",'ice_servers':[]}";
    }

    /** Alice calls room 1, where bob has one device, and carol and dave none. */
    private void aliceCalls() {
        alice.says("{'cmd':'webrtc_create','to':1,'ack':'c'}").hears(created("[2]", "[3,4]"));
        bob.hears("{'cmd':'webrtc_create','from':1,'to':1,'ack':'c','expires_in':60}");
    }

    private void bobJoins() {
        bob.says("{'cmd':'webrtc_join','to':1,'ack':'j'}")
                .hears("{'cmd':'ack','action':'webrtc_join','ack':'j','to':1,'members':[1],'ice_servers':[]}");
        alice.hears("{'cmd':'webrtc_join','from':2,'to':1,'ack':'j'}");
    }

    @Test
    void aCallRingsIsTakenExchangesOfferAnswerAndCandidatesAndEnds() {
        aliceCalls();
        bobJoins();

        alice.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'v=0 offer','ack':'o','room':1}")
                .hears("{'cmd':'ack','action':'webrtc_send_offer','ack':'o'}");
        bob.hears("{'cmd':'webrtc_send_offer','from':1,'sdp':'v=0 offer','ack':'o','room':1}");
        bob.says("{'cmd':'webrtc_send_answer','to':1,'sdp':'v=0 answer','ack':7}")
                .hears("{'cmd':'ack','action':'webrtc_send_answer','ack':7}");
        alice.hears("{'cmd':'webrtc_send_answer','from':2,'sdp':'v=0 answer','ack':7}");
        bob.says("{'cmd':'webrtc_send_ice_candidate','to':1,'label':0,'candidate':'candidate:1','ack':'i',"
                        + "'sdpMid':'0','usernameFragment':'uf','from':4}")
                .hears("{'cmd':'ack','action':'webrtc_send_ice_candidate','ack':'i'}");
        alice.hears("{'cmd':'webrtc_send_ice_candidate','from':2,'label':0,'candidate':'candidate:1','ack':'i',"
                + "'sdpMid':'0','usernameFragment':'uf'}");

        alice.says("{'cmd':'webrtc_leave','to':1,'ack':'l'}").hears("{'cmd':'ack','action':'webrtc_leave','ack':'l'}");
        bob.hears("{'cmd':'webrtc_leave','from':1,'to':1,'reason':'left','ack':'l'}");
        bob.says("{'cmd':'webrtc_leave','to':1,'ack':'l2'}").hears("{'cmd':'ack','action':'webrtc_leave','ack':'l2'}");
        alice.hearsNothing();
        bob.says("{'cmd':'webrtc_leave','to':1,'ack':'l3'}").hearsError(10404);
    }

    @Test
    void everyDeviceOfAMemberRingsAndStopsWhenTheCallIsTakenOnOne() throws IOException {
        Client tablet = server.login(callees, "bob", "tablet");
        aliceCalls();
        tablet.hears("{'cmd':'webrtc_create','from':1,'to':1,'ack':'c','expires_in':60}");

        bobJoins();

        tablet.hears("{'cmd':'webrtc_join','from':2,'to':1,'ack':'j'}");
        tablet.says("{'cmd':'webrtc_leave','to':1,'ack':'l'}").hearsError(10404);
    }

    @Test
    void aMemberWhoLogsInWhileBeingRungIsRungForTheTimeThatIsLeft() throws IOException {
        aliceCalls();
        server.clock().pass(Duration.ofMillis(20_500));

        Client carol = server.login(callees, "carol", "phone");

        carol.hears("{'cmd':'webrtc_create','from':1,'to':1,'ack':'c','expires_in':40}");
        alice.hearsNothing();
        bob.hearsNothing();
    }

    @Test
    void aDeclineOrBusyStopsEveryDeviceOfTheCalleeAndTheCallGoesOn() throws IOException {
        Client tablet = server.login(callees, "bob", "tablet");
        Client carol = server.login(callees, "carol", "phone");
        alice.says("{'cmd':'webrtc_create','to':1,'ack':'c'}").hears(created("[2,3]", "[4]"));
        String ring = "{'cmd':'webrtc_create','from':1,'to':1,'ack':'c','expires_in':60}";
        bob.hears(ring);
        tablet.hears(ring);
        carol.hears(ring);

        bob.says("{'cmd':'webrtc_leave','to':1,'ack':'no'}").hears("{'cmd':'ack','action':'webrtc_leave','ack':'no'}");
        tablet.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'declined','ack':'no'}");
        alice.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'declined','ack':'no'}");
        carol.says("{'cmd':'webrtc_leave','to':1,'reason':'busy'}").hearsNothing();
        alice.hears("{'cmd':'webrtc_leave','from':3,'to':1,'reason':'busy'}");

        bob.says("{'cmd':'webrtc_join','to':1,'ack':'j'}")
                .hears("{'cmd':'ack','action':'webrtc_join','ack':'j','to':1,'members':[1],'ice_servers':[]}");
    }

    @Test
    void aCallerWhoGivesUpWithdrawsTheRing() {
        aliceCalls();

        alice.says("{'cmd':'webrtc_leave','to':1,'ack':'l'}").hears("{'cmd':'ack','action':'webrtc_leave','ack':'l'}");

        bob.hears("{'cmd':'webrtc_leave','from':1,'to':1,'reason':'ended','ack':'l'}");
        bob.says("{'cmd':'webrtc_join','to':1,'ack':'j'}").hearsError(10404);
    }

    @Test
    void aRingEndsAfterItsTimeForTheCalleesDevicesAndTheParticipants() throws IOException {
        aliceCalls();
        Client dave = server.login(callees, "dave", "phone");
        dave.hears("{'cmd':'webrtc_create','from':1,'to':1,'ack':'c','expires_in':60}");
        // They would be silent too long otherwise.
        server.clock().pass(Duration.ofSeconds(59));
        Stream.of(alice, bob, dave).forEach(Client::hearsNothing);

        server.clock().pass(Duration.ofSeconds(1));

        bob.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'timeout'}");
        dave.hears("{'cmd':'webrtc_leave','from':4,'to':1,'reason':'timeout'}");
        alice.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'timeout'}");
        alice.hears("{'cmd':'webrtc_leave','from':3,'to':1,'reason':'timeout'}");
        alice.hears("{'cmd':'webrtc_leave','from':4,'to':1,'reason':'timeout'}");
        server.login(callees, "carol", "phone").hearsNothing();
    }

    @Test
    void twoWhoCallEachOtherEndUpInOneCall() {
        alice.says("{'cmd':'webrtc_create','to':2,'ack':'a'}");
        bob.says("{'cmd':'webrtc_create','to':2,'ack':'b'}");

        JsonNode toAlice = alice.next();
        JsonNode toBob = bob.next();
        Client second = alice;
        Client first = bob;
        if (toAlice.path("members").isEmpty()
                && "ack".equals(toAlice.path("cmd").asString())) {
            second = bob;
            first = alice;
        }
        // Whoever came second may have been rung before its create arrived.
        JsonNode ofSecond = second == bob ? toBob : toAlice;
        if ("webrtc_create".equals(ofSecond.path("cmd").asString())) {
            ofSecond = second.next();
        }
        assertThat(ofSecond.path("action").asString()).isEqualTo("webrtc_create");
        assertThat(ofSecond.path("members")).hasSize(1);
        assertThat(first.next().path("cmd").asString()).isEqualTo("webrtc_join");
        first.hearsNothing();
        second.hearsNothing();
    }

    @Test
    void aMemberIsToldWhoCouldBeReachedAndWhoIsInTheCall() {
        String names = ",'names':{'1':'alice','2':'bob','3':'carol','4':'dave'}}";
        alice.says("{'cmd':'presence','to':1,'ack':'p'}")
                .hears("{'cmd':'ack','action':'presence','ack':'p','to':1,'members':[],'online':[2],'offline':[3,4]"
                        + names);
        aliceCalls();
        bob.says("{'cmd':'presence','to':1,'ack':7}")
                .hears("{'cmd':'ack','action':'presence','ack':7,'to':1,'members':[1],'online':[],'offline':[3,4]"
                        + names);
        bobJoins();
        bob.vanishes();
        alice.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'disconnected'}");
        alice.says("{'cmd':'presence','to':1}").hearsNothing();
        alice.says("{'cmd':'presence','to':2,'ack':'p'}")
                .hears("{'cmd':'ack','action':'presence','ack':'p','to':2,'members':[],'online':[],'offline':[2],"
                        + "'names':{'1':'alice','2':'bob'}}");
    }

    @Test
    void aUserWhoJoinsOnAnotherDeviceMovesTheCallThere() throws IOException {
        Client tablet = server.login(callees, "bob", "tablet");
        aliceCalls();
        tablet.next();
        bobJoins();
        tablet.hears("{'cmd':'webrtc_join','from':2,'to':1,'ack':'j'}");

        tablet.says("{'cmd':'webrtc_join','to':1,'ack':'m'}")
                .hears("{'cmd':'ack','action':'webrtc_join','ack':'m','to':1,'members':[1],'ice_servers':[]}");

        bob.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'moved','ack':'m'}")
                .hearsNothing();
        alice.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'moved','ack':'m'}")
                .hears("{'cmd':'webrtc_join','from':2,'to':1,'ack':'m'}");
        alice.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'x'}");
        tablet.hears("{'cmd':'webrtc_send_offer','from':1,'sdp':'x'}");
        bob.says("{'cmd':'webrtc_send_offer','to':1,'sdp':'x','ack':'o'}").hearsError(10404);
    }

    @Test
    void aFullCallTakesNobodyElse() throws Exception {
        server.close();
        server = new DemoServer(callers.on(DemoServer.options().maxParticipants(2)));
        alice = server.login(callers, "alice", "phone");
        bob = server.login(callees, "bob", "phone");
        Client carol = server.login(callees, "carol", "phone");
        alice.says("{'cmd':'webrtc_create','to':1,'ack':'c'}").hears(created("[2,3]", "[4]"));
        bob.next();
        carol.next();
        bobJoins();

        carol.says("{'cmd':'webrtc_join','to':1,'ack':'j'}").hearsError(10403);
        carol.says("{'cmd':'webrtc_create','to':1,'ack':'j'}").hearsError(10403);

        Client tablet = server.login(callees, "bob", "tablet");
        tablet.says("{'cmd':'webrtc_join','to':1,'ack':'m'}")
                .hears("{'cmd':'ack','action':'webrtc_join','ack':'m','to':1,'members':[1],'ice_servers':[]}");
    }

    @Test
    void whatIsNotAllowedIsRefusedInOrder() throws IOException {
        Client carol = server.login(callees, "carol", "phone");
        for (String cmd : new String[] {"webrtc_create", "webrtc_join", "presence"}) {
            carol.says("{'cmd':'" + cmd + "','to':99,'ack':1}")
                    .hears("{'cmd':'error','msg':'no such room','code':10404,'action':'" + cmd + "','ack':1}");
            carol.says("{'cmd':'" + cmd + "','to':2,'ack':'x'}").hearsError(10403);
        }
        carol.says("{'cmd':'webrtc_join','to':1,'ack':'x'}").hearsError(10404);
        carol.says("{'cmd':'webrtc_leave','to':1,'ack':'x'}").hearsError(10404);
        carol.says("{'cmd':'webrtc_send_offer','to':1,'sdp':'x'}").hearsError(10404);
    }

    @Test
    void aConnectionThatBreaksLeavesNoGhost() throws IOException {
        aliceCalls();
        bobJoins();
        Client carol = server.login(callees, "carol", "phone");
        carol.hears("{'cmd':'webrtc_create','from':1,'to':1,'ack':'c','expires_in':60}");

        bob.vanishes();
        alice.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'disconnected'}");
        alice.vanishes();
        carol.hears("{'cmd':'webrtc_leave','from':1,'to':1,'reason':'ended'}");

        carol.says("{'cmd':'webrtc_join','to':1,'ack':'j'}").hearsError(10404);
        carol.says("{'cmd':'webrtc_create','to':1,'ack':'c'}").hears(created("[]", "[1,2,4]"));
    }

    @Test
    void theSameDeviceThatLogsInAgainReplacesTheFirstAndLeavesItsCalls() throws IOException {
        aliceCalls();
        bobJoins();

        Client again = server.connect(callees);
        JsonNode ack = again.logsIn("bob", "phone");

        assertThat(ack.path("rooms").path(0).path("in_call")).hasSize(1);
        assertThat(ack.path("rooms").path(0).path("in_call").path(0).asLong()).isEqualTo(1);
        bob.hearsError(10409).hearsTheEnd(1008);
        alice.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'disconnected'}");
    }

    @Test
    void aLogoutIsAcknowledgedLeavesTheCallAndCloses() {
        aliceCalls();
        bobJoins();

        bob.says("{'cmd':'logout','ack':'bye'}")
                .hears("{'cmd':'ack','action':'logout','ack':'bye'}")
                .hearsTheEnd(1000);

        alice.hears("{'cmd':'webrtc_leave','from':2,'to':1,'reason':'left','ack':'bye'}");
    }

    @Test
    void twoWhoShareSeveralCallsSayWhichOneTheyMean() {
        aliceCalls();
        bobJoins();
        alice.says("{'cmd':'webrtc_create','to':2}");
        bob.hears("{'cmd':'webrtc_create','from':1,'to':2,'expires_in':60}");
        bob.says("{'cmd':'webrtc_join','to':2}");
        alice.hears("{'cmd':'webrtc_join','from':2,'to':2}");

        alice.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'x','ack':'o'}").hearsError(10400);
        alice.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'x','room':2}");
        bob.hears("{'cmd':'webrtc_send_offer','from':1,'sdp':'x','room':2}");
        alice.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'x','room':3}").hearsError(10404);
        alice.says("{'cmd':'webrtc_send_offer','to':1,'sdp':'x','room':2}").hearsError(10404);
    }

    @Test
    void messagesFromOneDeviceToAnotherArriveInTheOrderSent() {
        aliceCalls();
        bobJoins();

        for (int i = 0; i < 500; i++) {
            alice.says("{'cmd':'webrtc_send_ice_candidate','to':2,'candidate':'c" + i + "','label':null}");
        }

        for (int i = 0; i < 500; i++) {
            bob.hears("{'cmd':'webrtc_send_ice_candidate','from':1,'candidate':'c" + i + "','label':null}");
        }
    }
}
