package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import onechat.gateway.ServerOptions;
import onechat.gateway.StartException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The rules of sessions and errors (contract sections 3 and 7), on each transport. */
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
class SessionsOnEveryTransportTest {
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

    private void restart(ServerOptions.Builder options) throws StartException {
        server.close();
        server = new DemoServer(transport.on(options));
    }

    @Test
    void aLoginIsAnsweredWithTheUserItsRoomsAndTheHeartbeat() throws IOException {
        Client alice = server.connect(transport);

        alice.says("{'cmd':'login','name':'alice','pass':'alice','device':'phone','ack':'é€'}");

        alice.hears("{'cmd':'ack','action':'login','ack':'é€','user':1,"
                + "'rooms':[{'id':1,'name':'demo'},{'id':2,'name':'pair'}],'heartbeat':25}");
    }

    @Test
    void aNameThatNobodyHasIsAnsweredAsTheSeedDoes() throws IOException {
        server.connect(transport)
                .says("{'cmd':'login','name':'zoe','pass':'zoe','device':'phone','ack':1}")
                .hears(
                        "{'cmd':'error','msg':'404 Not Found user with this name','code':10404,'action':'login','ack':1}");
    }

    @Test
    void theFifthRefusalForWantOfALoginCloses() throws IOException {
        Client stranger = server.connect(transport);
        stranger.says("{'cmd':'login','name':'alice','pass':'wrong','ack':1}").hearsError(10401);
        stranger.says("{'cmd':'webrtc_create','to':1,'ack':2}").hearsError(10401);
        stranger.says("{'cmd':'webrtc_send_offer','to':1,'sdp':'x'}").hearsError(10401);
        stranger.says("{'cmd':'logout'}").hearsError(10401).hearsNothing();

        stranger.says("{'cmd':'webrtc_join','to':1}").hearsError(10401).hearsTheEnd(1008);
    }

    @Test
    void aSecondLoginOnOneConnectionIsRefusedAndChangesNothing() throws IOException {
        Client alice = server.login(transport, "alice", "phone");

        alice.says("{'cmd':'login','name':'bob','pass':'bob','device':'phone','ack':2}")
                .hearsError(10403);

        alice.says("{'cmd':'webrtc_create','to':2,'ack':'c'}");
        assertThat(alice.next().path("offline").path(0).asLong()).isEqualTo(2);
    }

    @Test
    void whoDoesNotLogInInTimeIsToldAndClosed() throws IOException {
        Client stranger = server.connect(transport).hearsNothing();

        server.clock().pass(Duration.ofSeconds(11));

        stranger.hearsError(10408).hearsTheEnd(1008);
    }

    @Test
    void whoIsSilentForThreeHeartbeatsIsToldAndClosed() throws IOException {
        Client alice = server.login(transport, "alice", "phone");
        Client bob = server.login(transport, "bob", "phone");
        server.clock().pass(Duration.ofSeconds(75));
        bob.hearsNothing();
        alice.hearsNothing();

        server.clock().pass(Duration.ofSeconds(40));
        bob.hearsNothing();
        server.clock().pass(Duration.ofSeconds(36));

        alice.hearsError(10408).hearsTheEnd(1008);
        bob.hearsNothing();
    }

    @Test
    void commandsBeyondTheRateAreRefusedAndAThousandRefusalsClose() throws Exception {
        restart(DemoServer.options().commandRate(1));
        Client alice = server.login(transport, "alice", "phone");
        for (int i = 0; i < 4; i++) {
            alice.says("{'cmd':'ping','ack':" + i + "}").hears("{'cmd':'ack','action':'ping','ack':" + i + "}");
        }
        alice.says("{'cmd':'ping','ack':'more'}")
                .hears(
                        "{'cmd':'error','msg':'too many commands: slow down','code':10429,'action':'ping','ack':'more'}");
        server.clock().pass(Duration.ofSeconds(1));
        alice.says("{'cmd':'ping','ack':'one'}").hears("{'cmd':'ack','action':'ping','ack':'one'}");

        for (int i = 0; i < 999; i++) {
            alice.says("{'cmd':'ping'}").hearsError(10429);
        }

        alice.hearsTheEnd(1008);
    }

    @Test
    void oneDeviceMoreThanAllowedIsRefused() throws Exception {
        restart(DemoServer.options().maxDevices(2));
        server.login(transport, "alice", "phone");
        server.login(transport, "alice", "tablet");
        Client third = server.connect(transport);

        third.says("{'cmd':'login','name':'alice','pass':'alice','ack':1}").hearsError(10403);

        third.logsIn("alice", "tablet");
    }

    @Test
    void devicesWithoutANameNeverReplaceEachOther() throws IOException {
        Client first = server.connect(transport);
        Client second = server.connect(transport);
        for (Client each : new Client[] {first, second}) {
            each.says("{'cmd':'login','name':'alice','pass':'alice','ack':1}");
            assertThat(each.next().path("user").asLong()).isEqualTo(1);
        }

        first.hearsNothing();
        second.hearsNothing();
    }

    @Test
    void aServerThatStopsTellsEveryClientBeforeItCloses() throws IOException {
        Client alice = server.login(transport, "alice", "phone");
        Client bob = server.login(transport, "bob", "phone");
        Client stranger = server.connect(transport).hearsNothing();
        alice.says("{'cmd':'webrtc_create','to':2}");
        bob.next();

        server.stop();

        for (Client each : new Client[] {alice, bob, stranger}) {
            each.hearsError(10503).hearsTheEnd(1001);
        }
    }

    @Test
    void aLoginListsOnlyTheRoomsOfItsUser() throws IOException {
        JsonNode ack = server.connect(transport).logsIn("carol", "phone");

        assertThat(ack.path("rooms")).hasSize(1);
    }
}
