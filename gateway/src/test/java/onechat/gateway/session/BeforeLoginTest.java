package onechat.gateway.session;

import static onechat.gateway.session.LocalServer.LOGIN_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import onechat.gateway.signaling.Gate;
import org.junit.jupiter.api.Test;

/** What a connection may do and how long it may last before its login (contract section 3). */
class BeforeLoginTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final LocalServer server = new LocalServer();
    private final LocalClient client = server.connect();

    @Test
    void aPingIsAnsweredAndEverythingElseHasToWait() {
        client.send("{'cmd':'ping','ack':1}", "{'cmd':'ping'}", "{'cmd':'webrtc_create','to':1,'ack':2}");
        client.gets(
                "{'cmd':'ack','action':'ping','ack':1}",
                "{'cmd':'error','msg':'log in first','code':10401,'action':'webrtc_create','ack':2}");
        client.send("{'cmd':'webrtc_send_offer','to':2,'sdp':'s'}", "{'cmd':'logout','ack':'x'}");
        client.gets(
                "{'cmd':'error','msg':'log in first','code':10401,'action':'webrtc_send_offer'}",
                "{'cmd':'error','msg':'log in first','code':10401,'action':'logout','ack':'x'}");
        assertThat(server.calls.underWay()).isZero();
    }

    @Test
    void theFifthTimeTheConnectionIsClosedAndNothingMoreIsTaken() {
        String join = "{'cmd':'webrtc_join','to':1}";
        String refusal = "{'cmd':'error','msg':'log in first','code':10401,'action':'webrtc_join'}";
        client.send(join, join);
        client.send(join, join, join, join, "{'cmd':'ping','ack':1}");

        client.gets(refusal, refusal, refusal, refusal, refusal, "closed 1008");
    }

    @Test
    void wrongPasswordsCountAmongTheFive() {
        String wrong = "{'cmd':'login','name':'bob','pass':'x','ack':1}";
        String refusal = "{'cmd':'error','msg':'wrong password','code':10401,'action':'login','ack':1}";
        client.send(wrong, "{'cmd':'webrtc_join','to':1}", wrong, wrong, wrong, wrong);

        client.gets(
                refusal,
                "{'cmd':'error','msg':'log in first','code':10401,'action':'webrtc_join'}",
                refusal,
                refusal,
                refusal,
                "closed 1008");
    }

    @Test
    void unknownNamesAndMalformedPayloadsDoNotCountAmongThem() {
        String unknown = "{'cmd':'login','name':'x','pass':'x'}";
        client.send("", "{'cmd':'join'}", unknown, unknown, unknown, unknown);
        assertThat(client.takeEvents()).hasSize(6);

        client.login("alice", "phone");
        client.gets(
                "{'cmd':'ack','action':'login','ack':'l','user':1,'rooms':[{'id':1,'name':'room1'}],'heartbeat':25}");
    }

    @Test
    void aConnectionWithoutALoginIsClosedWhenItsTimeIsOverThoughItPings() {
        server.passAndSweep(LOGIN_TIMEOUT);
        client.send("{'cmd':'ping'}");
        client.gets();
        server.passAndSweep(A_MOMENT);

        client.gets("{'cmd':'error','msg':'no login in time','code':10408}", "closed 1008");
    }

    @Test
    void aLoginThatFailsGivesTheSameTimeAgain() {
        server.pass(LOGIN_TIMEOUT);
        client.send("{'cmd':'login','name':'x','pass':'x'}");
        client.gets("{'cmd':'error','msg':'404 Not Found user with this name','code':10404,'action':'login'}");
        server.passAndSweep(LOGIN_TIMEOUT);
        client.gets();

        server.passAndSweep(A_MOMENT);
        client.gets("{'cmd':'error','msg':'no login in time','code':10408}", "closed 1008");
    }

    @Test
    void aLoginThatCameInTimeMayTakeLongerThanTheTime() throws InterruptedException {
        Gate directory = new Gate();
        server.directory.meanwhile = directory::pass;
        Thread reader = Thread.ofPlatform().start(() -> client.login("alice", "phone"));
        directory.awaitReached();
        server.passAndSweep(LOGIN_TIMEOUT.multipliedBy(20));

        directory.open();
        reader.join();
        server.passAndSweep(A_MOMENT);
        client.gets(
                "{'cmd':'ack','action':'login','ack':'l','user':1,'rooms':[{'id':1,'name':'room1'}],'heartbeat':25}");
    }

    @Test
    void aConnectionThatDoesNotEndByItselfIsCutThreeSecondsAfterItWasClosed() {
        server.passAndSweep(LOGIN_TIMEOUT.plus(A_MOMENT));
        client.gets("{'cmd':'error','msg':'no login in time','code':10408}", "closed 1008");
        server.passAndSweep(Duration.ofSeconds(3));
        client.gets();

        server.passAndSweep(A_MOMENT);
        client.gets("aborted");
    }

    @Test
    void aConnectionThatIsGoneIsForgotten() {
        assertThat(server.sessions.openConnections()).isEqualTo(1);
        client.isCutOff();
        assertThat(server.sessions.openConnections()).isZero();

        server.passAndSweep(LOGIN_TIMEOUT.plus(A_MOMENT));
        client.gets();
    }
}
