package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a login comes to, and what its ack says (contract section 3). */
class LoginsTest {
    private final LocalServer server = new LocalServer();
    private final LocalClient client = server.connect();

    @Test
    void theAckSaysWhoTheUserIsAndWhichRoomsItHas() {
        server.directory.rooms.put(2L, Set.of(1L));
        server.directory.rooms.put(3L, Set.of(2L));
        client.login("alice", "phone");

        client.gets("{'cmd':'ack','action':'login','ack':'l','user':1,"
                + "'rooms':[{'id':1,'name':'room1'},{'id':2,'name':'room2'}],'heartbeat':25}");
        assertThat(server.devices.devicesOf(1)).hasSize(1);
    }

    @Test
    void theAckSaysWhoIsInTheCallOfARoom() {
        LocalClient bob = server.loggedIn("bob", "phone");
        LocalClient carol = server.loggedIn("carol", "phone");
        bob.send("{'cmd':'webrtc_create','to':1}");
        carol.send("{'cmd':'webrtc_join','to':1}");
        client.login("alice", "phone");

        client.gets(
                "{'cmd':'ack','action':'login','ack':'l','user':1,"
                        + "'rooms':[{'id':1,'name':'room1','in_call':[2,3]}],'heartbeat':25}",
                "{'cmd':'webrtc_create','from':2,'to':1,'expires_in':60}");
    }

    @Test
    void aRingThatIsUnderWayFollowsTheAck() {
        LocalClient bob = server.loggedIn("bob", "phone");
        bob.send("{'cmd':'webrtc_create','to':1,'ack':'c'}");
        server.pass(Duration.ofSeconds(20));
        client.login("alice", "phone");

        client.gets(
                "{'cmd':'ack','action':'login','ack':'l','user':1,"
                        + "'rooms':[{'id':1,'name':'room1','in_call':[2]}],'heartbeat':25}",
                "{'cmd':'webrtc_create','from':2,'to':1,'ack':'c','expires_in':40}");
    }

    @Test
    void aLoginWithoutAnAckIsCarriedOutAndNotAcked() {
        client.send("{'cmd':'login','name':'alice','pass':'alice'}", "{'cmd':'webrtc_create','to':1,'ack':1}");

        client.gets("{'cmd':'ack','action':'webrtc_create','ack':1,'to':1,'members':[],'ringing':[],'offline':[2,3],"
                + "'ice_servers':[]}");
    }

    @Test
    void noMoreThanAHundredRoomsAreListedButARingReachesTheDeviceInAll() {
        server.directory.rooms.putAll(
                LongStream.rangeClosed(2, 150).boxed().collect(Collectors.toMap(id -> id, id -> Set.of(1L, 2L))));
        LocalClient bob = server.loggedIn("bob", "phone");
        bob.send("{'cmd':'webrtc_create','to':150}");
        client.login("alice", "phone");

        assertThat(client.takeEvents())
                .satisfiesExactly(
                        ack -> assertThat(ack)
                                .contains("{\"id\":100,\"name\":\"room100\"}]")
                                .doesNotContain("room101"),
                        ring -> assertThat(ring).contains("\"cmd\":\"webrtc_create\",\"from\":2,\"to\":150"));
    }

    @Test
    void aSecondLoginOnAConnectionIsRefusedAndChangesNothing() {
        client.login("alice", "phone");
        client.takeEvents();
        client.login("alice", "phone");
        client.login("bob", "phone");

        String refusal = "{'cmd':'error','msg':'this connection is logged in already','code':10403,"
                + "'action':'login','ack':'l'}";
        client.gets(refusal, refusal);
        assertThat(server.devices.devicesOf(1)).hasSize(1);
        assertThat(server.devices.devicesOf(2)).isEmpty();
    }

    @Test
    void aDeviceTooManyIsRefusedUntilAnotherIsGone() {
        server.loggedIn("alice", "phone");
        LocalClient laptop = server.loggedIn("alice", "laptop");
        client.login("alice", "tablet");
        client.gets("{'cmd':'error','msg':'too many devices of this user are logged in','code':10403,"
                + "'action':'login','ack':'l'}");

        laptop.isCutOff();
        client.login("alice", "tablet");
        assertThat(client.takeEvents()).singleElement().asString().contains("\"user\":1");
    }

    @Test
    void devicesWithoutANameAreDevicesOfTheirOwn() {
        String login = "{'cmd':'login','name':'alice','pass':'alice'}";
        client.send(login);
        server.connect().send(login);

        assertThat(server.devices.devicesOf(1)).hasSize(2);
        client.gets();
    }

    @Test
    void aSessionThatIsUnknownCanNotBeResumedAndTheConnectionLogsInAnew() {
        client.send("{'cmd':'login','session':'s','received':3,'ack':1}");
        assertThat(client.takeEvents())
                .singleElement()
                .asString()
                .contains("\"code\":10410,\"action\":\"login\",\"ack\":1}");

        client.login("alice", "phone");
        assertThat(client.takeEvents()).singleElement().asString().contains("\"user\":1");
    }

    @Test
    void whileTheDirectoryIsDownALoginIsToBeTriedAgainLater() {
        server.directory.isDown = true;
        client.login("alice", "phone");
        client.gets("{'cmd':'error','msg':'the directory is down: try again later','code':10503,"
                + "'action':'login','ack':'l'}");
        assertThat(server.devices.usersOnline()).isZero();

        server.directory.isDown = false;
        client.login("alice", "phone");
        assertThat(client.takeEvents()).singleElement().asString().contains("\"user\":1");
    }
}
