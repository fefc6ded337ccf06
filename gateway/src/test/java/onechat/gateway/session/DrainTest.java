package onechat.gateway.session;

import static onechat.gateway.session.LocalServer.LOGIN_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import onechat.gateway.signaling.Gate;
import org.junit.jupiter.api.Test;

/** How a server that stops takes leave of its clients (contract sections 1.2 and 7). */
class DrainTest {
    private static final String DRAINING = "{'cmd':'error','msg':'the server is draining: connect again','code':10503}";

    private final LocalServer server = new LocalServer();

    @Test
    void everyClientIsToldLoggedInOrNotAndNobodyHangsUp() {
        LocalClient alice = server.loggedIn("alice", "phone");
        LocalClient bob = server.loggedIn("bob", "phone");
        LocalClient other = server.connect();
        alice.send("{'cmd':'webrtc_create','to':1}");
        bob.send("{'cmd':'webrtc_join','to':1}");
        alice.gets("{'cmd':'webrtc_join','from':2,'to':1}");
        bob.takeEvents();

        server.sessions.drain();
        for (LocalClient each : new LocalClient[] {alice, bob, other}) {
            each.gets(DRAINING, "closed 1001");
        }
        alice.isCutOff();
        bob.gets();
        assertThat(server.sessions.openConnections()).isEqualTo(2);
    }

    @Test
    void whoConnectsNowIsToldAtOnceAndNothingMoreIsTaken() {
        server.sessions.drain();
        LocalClient late = server.connect();
        late.login("alice", "phone");

        late.gets(DRAINING, "closed 1001");
        assertThat(server.devices.usersOnline()).isZero();
    }

    @Test
    void aLoginThatWaitsForTheDirectoryMeanwhileIsNotAckedAndLeavesNobodyOnline() throws InterruptedException {
        Gate directory = new Gate();
        server.directory.meanwhile = directory::pass;
        LocalClient client = server.connect();
        Thread reader = Thread.ofPlatform().start(() -> client.login("alice", "phone"));
        directory.awaitReached();
        server.sessions.drain();
        client.gets(DRAINING, "closed 1001");

        directory.open();
        reader.join();
        client.isCutOff();
        client.gets();
        assertThat(server.devices.usersOnline()).isZero();
    }

    @Test
    void whatIsStillOpenCanBeCut() {
        LocalClient client = server.connect();
        server.sessions.abort();

        client.gets("aborted");
    }

    @Test
    void aClientThatWasToldIsNotToldAgain() {
        LocalClient client = server.connect();
        server.sessions.drain();
        client.gets(DRAINING, "closed 1001");
        server.sessions.drain();
        server.passAndSweep(LOGIN_TIMEOUT.multipliedBy(2));

        client.gets("aborted"); // for it did not end by itself
    }
}
