package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import onechat.gateway.StartException;
import onechat.gateway.real.CoturnServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The ICE servers in the acks of create and join (contract section 6), on each transport, and what a real coturn makes of them. */
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = Transport.class,
        names = {"TCP", "WEBSOCKET"})
class TurnTest {
    @TempDir
    static Path folder = Path.of("unset");

    @Parameter
    Transport transport = Transport.TCP;

    private final CoturnServer coturn;
    private final DemoServer server;
    private volatile Instant time = Instant.now();

    TurnTest() throws IOException, StartException {
        coturn = new CoturnServer(folder);
        server = new DemoServer(
                DemoServer.options().ice(none -> none.withStunUrls(List.of("stun:stun.example.org"))
                        .withTurnUrls(List.of(coturn.url()))
                        .withTurnSecret(CoturnServer.SECRET)
                        .withTurnTtl(Duration.ofMinutes(10))),
                () -> time);
    }

    @AfterEach
    void stop() {
        server.close();
        coturn.close();
    }

    private static JsonNode turn(JsonNode ack) {
        return ack.path("ice_servers").path(1);
    }

    private boolean relays(JsonNode turn) throws IOException, InterruptedException {
        return coturn.relays(
                turn.path("username").asString(), turn.path("credential").asString());
    }

    @Test
    void createAndJoinTellOfTheServersWithCredentialsOfTheUsersOwn() throws IOException {
        Client alice = server.login(transport, "alice", "phone");
        Client bob = server.login(transport, "bob", "phone");

        JsonNode created = alice.says("{'cmd':'webrtc_create','to':2,'ack':1}").next();
        bob.next();
        JsonNode joined = bob.says("{'cmd':'webrtc_join','to':2,'ack':1}").next();

        assertThat(created.path("ice_servers").path(0))
                .isEqualTo(Json.read(Json.payload("{'urls':['stun:stun.example.org']}")));
        assertThat(turn(created).path("urls").path(0).asString()).isEqualTo(coturn.url());
        long end = time.plusSeconds(600).getEpochSecond();
        assertThat(turn(created).path("username").asString()).isEqualTo(end + ":1");
        assertThat(turn(joined).path("username").asString()).isEqualTo(end + ":2");
        assertThat(turn(joined).path("credential")).isNotEqualTo(turn(created).path("credential"));
    }

    @Test
    void joiningAgainRenewsThem() throws IOException {
        Client alice = server.login(transport, "alice", "phone");
        JsonNode first = alice.says("{'cmd':'webrtc_create','to':2,'ack':1}").next();

        time = time.plusSeconds(300);
        JsonNode renewed = alice.says("{'cmd':'webrtc_join','to':2,'ack':2}").next();

        assertThat(turn(renewed).path("username").asString())
                .isEqualTo(time.plusSeconds(600).getEpochSecond() + ":1");
        assertThat(turn(renewed).path("credential")).isNotEqualTo(turn(first).path("credential"));
    }

    @Test
    void coturnRelaysWithThem() throws Exception {
        Client alice = server.login(transport, "alice", "phone");

        JsonNode ack = alice.says("{'cmd':'webrtc_create','to':2,'ack':1}").next();
        long allocations = coturn.allocations();
        long refusals = coturn.refusals();
        assertThat(relays(turn(ack))).isTrue();
        assertThat(coturn.allocations()).isGreaterThan(allocations);
        assertThat(coturn.refusals()).isEqualTo(refusals);
    }

    @Test
    void coturnRefusesThoseThatAreWrong() throws Exception {
        Client alice = server.login(transport, "alice", "phone");

        JsonNode ack = alice.says("{'cmd':'webrtc_create','to':2,'ack':1}").next();
        String username = turn(ack).path("username").asString();
        String anotherUser = username.replaceFirst(":1$", ":2");

        long before = coturn.allocations();
        long refusals = coturn.refusals();
        assertThat(coturn.relays(anotherUser, turn(ack).path("credential").asString()))
                .isFalse();
        assertThat(coturn.relays(username, "wrong")).isFalse();
        assertThat(coturn.allocations()).isEqualTo(before);
        assertThat(coturn.refusals()).isGreaterThan(refusals);
    }

    @Test
    void coturnRefusesThoseThatHaveEnded() throws Exception {
        time = time.minusSeconds(601);
        Client alice = server.login(transport, "alice", "phone");

        JsonNode ack = alice.says("{'cmd':'webrtc_create','to':2,'ack':1}").next();

        long before = coturn.allocations();
        long refusals = coturn.refusals();
        assertThat(relays(turn(ack))).isFalse();
        assertThat(coturn.allocations()).isEqualTo(before);
        assertThat(coturn.refusals()).isGreaterThan(refusals);
    }
}
