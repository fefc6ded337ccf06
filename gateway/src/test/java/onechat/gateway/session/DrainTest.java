package onechat.gateway.session;

import static onechat.gateway.session.LocalServer.LOGIN_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onechat.gateway.signaling.Gate;
import org.junit.jupiter.api.Test;

/** How a server that stops takes leave of its clients (contract sections 1.2 and 7). */
class DrainTest {
    private static final Pattern DRAINING = Pattern.compile(LocalClient.json(
            "\\{'cmd':'error','msg':'the server is draining: connect again','code':10503,'retry_after':([1-5])\\}"));

    private final LocalServer server = new LocalServer();

    /** It is told, and closed; returns when it is to come back, in seconds. */
    private static int assertTold(LocalClient client) {
        List<String> events = client.getsMany(2);
        Matcher told = DRAINING.matcher(events.get(0));
        assertThat(told.matches()).as(events.get(0)).isTrue();
        assertThat(events).hasSize(2).last().isEqualTo("closed 1001");
        return Integer.parseInt(told.group(1));
    }

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
            assertTold(each);
        }
        alice.isCutOff();
        bob.gets();
        assertThat(server.sessions.openConnections()).isEqualTo(2);
    }

    @Test
    void clientsAreToldToComeBackAtDifferentTimes() {
        List<LocalClient> clients = Stream.generate(server::connect)
                .limit(LocalServer.MAX_CONNECTIONS_PER_ADDRESS)
                .toList();
        server.sessions.drain();

        assertThat(clients.stream().map(DrainTest::assertTold).distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void whoConnectsNowIsToldAtOnceAndNothingMoreIsTaken() {
        server.sessions.drain();
        LocalClient late = server.connect();
        late.login("alice", "phone");

        assertTold(late);
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
        assertTold(client);

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
    void aClientThatWasToldIsNotToldAgainAndNotCutBeforeTheDrainEnds() {
        LocalClient client = server.connect();
        server.sessions.drain();
        assertTold(client);
        server.sessions.drain();
        server.passAndSweep(LOGIN_TIMEOUT.multipliedBy(2));

        client.gets();
    }
}
