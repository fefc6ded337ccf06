package onechat.gateway.session;

import static onechat.gateway.session.LocalServer.MAX_CONNECTIONS;
import static onechat.gateway.session.LocalServer.MAX_CONNECTIONS_PER_ADDRESS;
import static onechat.gateway.session.LocalServer.WRITE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.signaling.Gate;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many connections are taken, and how slow each may be (contract section 7). */
class ConnectionLimitsTest {
    private static final String FULL = "{'cmd':'error','msg':'the server is full: try again later','code':10503}";
    private static final String TOO_MANY =
            "{'cmd':'error','msg':'too many connections from your address','code':10429}";

    private final LocalServer server = new LocalServer();
    private final List<LocalClient> open = new ArrayList<>();

    private void connect(int clients, String address) {
        for (int i = 0; i < clients; i++) {
            open.add(server.connect(address));
        }
    }

    private static void assertTaken(LocalClient client) {
        client.send("{'cmd':'ping','ack':1}");
        client.gets("{'cmd':'ack','action':'ping','ack':1}");
    }

    @Test
    void oneAddressHasSoManyConnectionsAndNoMoreAndOthersAreStillTaken() {
        connect(MAX_CONNECTIONS_PER_ADDRESS, "192.0.2.7");
        open.forEach(ConnectionLimitsTest::assertTaken);

        LocalClient more = server.connect("192.0.2.7");
        more.gets(TOO_MANY, "closed 1008");
        assertTaken(server.connect("192.0.2.8"));
        more.isCutOff();
        assertThat(server.observer.of("disconnected")).containsExactly("TOO_MANY_CONNECTIONS");
    }

    @Test
    void aConnectionThatEndsMakesRoomForAnotherAndOneThatWasRefusedMakesNone() {
        connect(MAX_CONNECTIONS_PER_ADDRESS, "192.0.2.7");
        LocalClient refused = server.connect("192.0.2.7");
        refused.gets(TOO_MANY, "closed 1008");
        refused.isCutOff();
        server.connect("192.0.2.7").gets(TOO_MANY, "closed 1008");

        open.getFirst().isCutOff();
        assertTaken(server.connect("192.0.2.7"));
        server.connect("192.0.2.7").gets(TOO_MANY, "closed 1008");
    }

    @Test
    void theServerHasSoManyConnectionsAndNoMore() {
        connect(MAX_CONNECTIONS_PER_ADDRESS, "192.0.2.7");
        connect(MAX_CONNECTIONS - MAX_CONNECTIONS_PER_ADDRESS, "192.0.2.8");
        LocalClient more = server.connect("192.0.2.9");

        more.gets(FULL, "closed 1008");
        open.getFirst().isCutOff();
        assertTaken(server.connect("192.0.2.9"));
        assertThat(server.sessions.openConnections()).isEqualTo(MAX_CONNECTIONS + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:1::1, 2001:db8:0:1:ffff::2, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
        "192.0.2.1, 192.0.2.2, false",
    })
    void aNetworkOfSixtyFourBitsIsOneAddress(String first, String second, boolean same) {
        connect(MAX_CONNECTIONS_PER_ADDRESS, first);
        LocalClient other = server.connect(second);

        if (same) {
            other.gets(TOO_MANY, "closed 1008");
        } else {
            assertTaken(other);
        }
    }

    @Test
    void whoIsRefusedIsCutWithoutAWordWhereTooManyAreBeingRefused() {
        connect(MAX_CONNECTIONS_PER_ADDRESS, "192.0.2.7");
        for (int i = 0; i < 1_024; i++) {
            server.connect("192.0.2.7");
        }
        LocalClient last = server.connect("192.0.2.7");

        await().until(() -> last.connection.events().contains("aborted"));
        open.getFirst().isCutOff();
        assertTaken(server.connect("192.0.2.7"));
    }

    @Test
    void aWriteThatHangsIsCutAndTheSessionWaits() {
        LocalClient alice = server.connect();
        String session = alice.loginToResume("alice", "phone");
        Gate stalled = new Gate();
        alice.connection.stallAt(stalled);
        LocalClient bob = server.loggedIn("bob", "phone");
        bob.send("{'cmd':'webrtc_create','to':1}");
        stalled.awaitReached();
        server.passAndSweep(Duration.ofSeconds(1)); // seen to be writing
        alice.heard();
        bob.heard();
        server.passAndSweep(WRITE_TIMEOUT);
        assertThat(alice.takeEvents()).isEmpty();
        server.passAndSweep(Duration.ofSeconds(1));

        alice.gets("aborted");
        stalled.open();
        alice.isCutOff();
        assertThat(server.observer.of("disconnected")).containsExactly("WRITE_TIMEOUT");
        LocalClient back = server.connect();
        back.send("{'cmd':'login','session':'" + session + "','received':0,'ack':'r'}");
        assertThat(back.takeEvents()).hasSize(2).last().asString().contains("webrtc_create");
    }

    @Test
    void aPeerThatIsSlowButGetsOnIsNotCut() {
        RecordedConnection connection = new RecordedConnection();
        Outbox outbox =
                new Outboxes(1_048_576, new SessionThreads(), SessionObserver.NONE, System::nanoTime).of(connection);
        Message some = new Message.Acked(Cmd.PING, Ack.of(1), new Message.Plain());
        for (int i = 0; i < 4; i++) {
            outbox.offer(some, new byte[60_000]); // as much as goes out at once
        }
        List<Gate> gates = List.of(new Gate(), new Gate(), new Gate(), new Gate());
        connection.stallAt(gates.get(0));
        outbox.flush();
        long now = 0;
        for (int i = 0; i < 4; i++) {
            gates.get(i).awaitReached();
            assertThat(outbox.hangs(now, 10)).isFalse();
            now += 8;
            assertThat(outbox.hangs(now, 10)).isFalse();
            if (i < 3) {
                connection.stallAt(gates.get(i + 1));
            }
            gates.get(i).open();
        }
        await().until(() -> outbox.bytes() == 0);
        assertThat(connection.batches()).containsExactly(1, 1, 1, 1);
    }
}
