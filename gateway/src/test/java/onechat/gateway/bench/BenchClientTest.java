package onechat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import onechat.gateway.bench.People.Person;
import onechat.protocol.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BenchClientTest {
    private static final long HEARTBEAT = TimeUnit.SECONDS.toNanos(25);

    private final FakeServer server = new FakeServer(FakeServer.Fault.NONE, true);
    private final BenchClient client = new BenchClient(
            new Dialer(new Target(server.address(), "127.0.0.1", null, null), 1, 512).dial(), new Person(1, "1"));

    BenchClientTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private List<JsonNode> said(String cmd) {
        return server.said().stream()
                .map(FakeServer.Said::command)
                .filter(command -> command.path("cmd").asString().equals(cmd))
                .toList();
    }

    private void login(boolean resume) throws IOException {
        client.login(new Command.Password("1", "secret"), "phone", resume);
    }

    @Test
    void itLogsInAsAClientThatWantsItsSessionBack() throws IOException {
        login(true);

        JsonNode login = said("login").getFirst();
        assertThat(login.path("name").asString()).isEqualTo("1");
        assertThat(login.path("pass").asString()).isEqualTo("secret");
        assertThat(login.path("device").asString()).isEqualTo("phone");
        assertThat(login.path("resume").asBoolean()).isTrue();
    }

    @Test
    void itPingsOnceAHeartbeatAndSaysWhatItGot() throws IOException {
        login(true);
        client.create(7);
        long now = System.nanoTime();
        client.beat(now);
        assertThat(said("ping")).isEmpty();

        client.beat(now + HEARTBEAT);
        client.beat(System.nanoTime());

        await().until(() -> said("ping").size() == 1);
        assertThat(said("ping").getFirst().path("received").asLong()).isEqualTo(1);
    }

    @Test
    void withoutASessionItPingsAndSaysNothingOfWhatItGot() throws IOException {
        login(false);
        client.beat(System.nanoTime() + HEARTBEAT);

        await().until(() -> said("ping").size() == 1);
        assertThat(said("login").getFirst().has("resume")).isFalse();
        assertThat(said("ping").getFirst().has("received")).isFalse();
    }

    @Test
    void everyCommandHasAnAckOfItsOwn() throws IOException {
        login(true);
        client.create(7);
        client.join(7);
        client.beat(System.nanoTime() + HEARTBEAT);
        await().until(() -> said("ping").size() == 1);

        assertThat(server.said().stream().map(said -> said.command().path("ack").asLong()))
                .doesNotHaveDuplicates()
                .hasSize(4);
    }

    @Test
    void theEndOfTheConnectionIsNoMessage() throws IOException {
        login(true);
        server.close();

        assertThatThrownBy(() -> client.read(message -> {})).isInstanceOf(EOFException.class);
    }
}
