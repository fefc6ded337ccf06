package onechat.gateway.session;

import static onechat.gateway.session.LocalServer.HEARTBEAT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import onechat.gateway.signaling.Gate;
import org.junit.jupiter.api.Test;

/** How long a client may be silent (contract section 3). */
class SilenceTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final String TOLD_TO_SPEAK = "{'cmd':'error','msg':'silent for three heartbeats','code':10408}";

    private final LocalServer server = new LocalServer();
    private final LocalClient alice = server.loggedIn("alice", "phone");

    private void threeHeartbeatsPass() {
        server.passAndSweep(HEARTBEAT.multipliedBy(3));
    }

    @Test
    void afterThreeHeartbeatsOfSilenceAClientIsClosed() {
        threeHeartbeatsPass();
        alice.gets();
        server.passAndSweep(A_MOMENT);

        alice.gets(TOLD_TO_SPEAK, "closed 1008");
    }

    @Test
    void itsCallsAreLeftAtOnceAndForTheReasonThatItIsDisconnected() {
        LocalClient bob = server.loggedIn("bob", "phone");
        alice.send("{'cmd':'webrtc_create','to':1}");
        bob.send("{'cmd':'webrtc_join','to':1}");
        bob.gets("{'cmd':'webrtc_create','from':1,'to':1,'expires_in':60}");
        alice.gets("{'cmd':'webrtc_join','from':2,'to':1}");
        threeHeartbeatsPass();
        bob.heard();
        server.passAndSweep(A_MOMENT);

        alice.gets("{'cmd':'webrtc_leave','from':3,'to':1,'reason':'timeout'}", TOLD_TO_SPEAK, "closed 1008");
        bob.gets(
                "{'cmd':'webrtc_leave','from':3,'to':1,'reason':'timeout'}",
                "{'cmd':'webrtc_leave','from':1,'to':1,'reason':'disconnected'}");
        assertThat(server.calls.usersIn(1)).containsExactly(2L);
    }

    @Test
    void anyPayloadAndAnyPongShowsThatAClientIsAlive() {
        threeHeartbeatsPass();
        alice.send("{'cmd':'ping'}");
        threeHeartbeatsPass();
        alice.send("no JSON at all");
        alice.gets("{'cmd':'error','msg':'payload is not one JSON object, with no member twice and at most 32 levels',"
                + "'code':10400}");
        threeHeartbeatsPass();
        alice.heard();
        threeHeartbeatsPass();

        alice.gets();
        server.passAndSweep(A_MOMENT);
        alice.gets(TOLD_TO_SPEAK, "closed 1008");
    }

    @Test
    void aClientIsNotSilentWhileItsCommandWaitsForTheDirectory() throws InterruptedException {
        Gate directory = new Gate();
        server.directory.meanwhile = directory::pass;
        Thread reader = Thread.ofPlatform().start(() -> alice.send("{'cmd':'webrtc_join','to':1,'ack':1}"));
        directory.awaitReached();
        threeHeartbeatsPass();
        server.passAndSweep(A_MOMENT);

        directory.open();
        reader.join();
        server.passAndSweep(A_MOMENT);
        alice.gets("{'cmd':'error','msg':'no call in this room','code':10404,'action':'webrtc_join','ack':1}");
        server.passAndSweep(HEARTBEAT.multipliedBy(3));
        alice.gets(TOLD_TO_SPEAK, "closed 1008");
    }
}
