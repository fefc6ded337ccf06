package onechat.gateway.session;

import static java.lang.Thread.State.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.Gate;
import onechat.gateway.signaling.Inbox;
import onechat.protocol.Command;
import onechat.protocol.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How connections end, and what becomes of the calls of their devices (contract sections 3, 5.3 and 7). */
class EndsTest {
    private static final String LOGIN_ACK = "{'cmd':'ack','action':'login','ack':'l','user':1,"
            + "'rooms':[{'id':1,'name':'room1','in_call':[2]}],'heartbeat':25}";
    private static final String REPLACED = "{'cmd':'error','msg':'this device logged in again','code':10409}";

    private final LocalServer server = new LocalServer(200, 2_000);
    private final LocalClient bob = server.loggedIn("bob", "phone");
    private final LocalClient alice = server.loggedIn("alice", "phone");

    /** Takes what it is told at a gate. */
    private record GatedInbox(Gate gate) implements Inbox {
        @Override
        public void offer(Message message, byte[] payload) {
            gate.pass();
        }

        @Override
        public void flush() {}
    }

    @BeforeEach
    void bobAndAliceAreInACall() {
        bob.send("{'cmd':'webrtc_create','to':1}");
        alice.gets("{'cmd':'webrtc_create','from':2,'to':1,'expires_in':60}");
        alice.send("{'cmd':'webrtc_join','to':1}");
        bob.gets("{'cmd':'webrtc_join','from':1,'to':1}");
    }

    @Test
    void aLogoutIsAckedTheCallsAreLeftAndTheConnectionIsClosed() {
        alice.send("{'cmd':'logout','ack':'bye'}", "{'cmd':'ping','ack':1}");

        alice.gets("{'cmd':'ack','action':'logout','ack':'bye'}", "closed 1000");
        bob.gets("{'cmd':'webrtc_leave','from':1,'to':1,'ack':'bye','reason':'left'}");
        assertThat(server.devices.devicesOf(1)).isEmpty();
        alice.isCutOff();
        assertThat(server.sessions.openConnections()).isEqualTo(1);
        bob.gets();
    }

    @Test
    void aLogoutWithoutAnAckIsOnlyAClose() {
        alice.send("{'cmd':'logout'}");

        alice.gets("closed 1000");
        bob.gets("{'cmd':'webrtc_leave','from':1,'to':1,'reason':'left'}");
    }

    @Test
    void aConnectionThatIsLostLeavesItsCalls() {
        alice.isCutOff();

        bob.gets("{'cmd':'webrtc_leave','from':1,'to':1,'reason':'disconnected'}");
        assertThat(server.devices.devicesOf(1)).isEmpty();
        assertThat(server.calls.usersIn(1)).containsExactly(2L);
        bob.isCutOff();
        assertThat(server.calls.underWay()).isZero();
        assertThat(server.sessions.openConnections()).isZero();
    }

    @Test
    void aFramingFaultIsToldAndClosesAndLeavesTheCalls() {
        alice.breaksTheFraming();

        alice.gets("{'cmd':'error','msg':'no frame','code':10400}", "closed 1008");
        bob.gets("{'cmd':'webrtc_leave','from':1,'to':1,'reason':'disconnected'}");
        alice.isCutOff();
        bob.gets();
    }

    @Test
    void aDeviceThatLogsInAgainTakesThePlaceOfItsConnectionWhoseCallsAreLeftAtOnce() {
        LocalClient again = server.connect();
        again.login("alice", "phone");

        again.gets(LOGIN_ACK);
        alice.gets(REPLACED, "closed 1008");
        bob.gets("{'cmd':'webrtc_leave','from':1,'to':1,'reason':'disconnected'}");
        assertThat(server.devices.devicesOf(1)).hasSize(1);
    }

    @Test
    void theConnectionWhosePlaceWasTakenIsHeardNoMoreAndItsEndIsNoNews() {
        LocalClient again = server.connect();
        again.login("alice", "phone");
        again.send("{'cmd':'webrtc_join','to':1}");
        bob.gets(
                "{'cmd':'webrtc_leave','from':1,'to':1,'reason':'disconnected'}",
                "{'cmd':'webrtc_join','from':1,'to':1}");
        alice.send("{'cmd':'webrtc_leave','to':1}", "{'cmd':'logout','ack':1}");
        alice.isCutOff();

        alice.gets(REPLACED, "closed 1008");
        bob.gets();
        assertThat(server.calls.usersIn(1)).containsExactly(2L, 1L);
        assertThat(server.devices.devicesOf(1)).hasSize(1);
    }

    @Test
    void aLoginThatIsRefusedTakesNobodysPlace() {
        LocalClient again = server.connect();
        again.send("{'cmd':'login','name':'alice','pass':'x','device':'phone'}");

        alice.gets();
        assertThat(server.calls.usersIn(1)).containsExactly(2L, 1L);
    }

    @Test
    void aClientThatDoesNotReadIsCutAndNobodyElseWaitsForIt() {
        Gate stalled = new Gate();
        bob.connection.stallAt(stalled);
        String offer = "{'cmd':'webrtc_send_offer','to':2,'ack':1,'sdp':'" + "s".repeat(500) + "'}";
        for (int i = 0; i < 3; i++) {
            alice.send(offer);
            alice.gets("{'cmd':'ack','action':'webrtc_send_offer','ack':1}");
        }
        bob.gets();
        alice.send(offer);
        bob.gets("aborted");
        stalled.open();
        bob.gets("aborted"); // by whoever was writing

        bob.isCutOff();
        alice.gets(
                "{'cmd':'ack','action':'webrtc_send_offer','ack':1}",
                "{'cmd':'webrtc_leave','from':2,'to':1,'reason':'disconnected'}");
    }

    @Test
    void aDeviceThatLogsInWhileItsLossIsBeingToldFindsAllItsCallsLeft() throws InterruptedException {
        server.directory.rooms.put(2L, Set.of(1L, 2L));
        bob.send("{'cmd':'webrtc_create','to':2}");
        alice.send("{'cmd':'webrtc_join','to':2}");
        // Telling carol that she left the first call takes long.
        Gate telling = new Gate();
        Device carol = new Device(3, "tablet", new GatedInbox(telling));
        server.sessions.signaling().carryOut(carol, new Command.Join(1, null), server.sessions.newBatch());
        Thread loss = Thread.ofPlatform().daemon().start(alice::isCutOff);
        telling.awaitReached();

        LocalClient again = server.connect();
        Thread login = Thread.ofPlatform().daemon().start(() -> again.login("alice", "phone"));
        await().until(() -> server.threads.oneIsBlocked() || login.getState() == TERMINATED);
        telling.open();
        loss.join();
        login.join();
        again.gets("{'cmd':'ack','action':'login','ack':'l','user':1,'rooms':[{'id':1,'name':'room1','in_call':[2,3]},"
                + "{'id':2,'name':'room2','in_call':[2]}],'heartbeat':25}");
    }
}
