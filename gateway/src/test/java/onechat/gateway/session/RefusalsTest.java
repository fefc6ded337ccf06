package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What a client is told when a command is refused, and when that ends its connection (contract sections 3 and 7). */
class RefusalsTest {
    private static final String SLOW_DOWN = LocalClient.json(
            "{'cmd':'error','msg':'too many commands: slow down','code':10429,'action':'ping','ack':1}");

    private final LocalServer server = new LocalServer();
    private final LocalClient client = server.connect();

    private void ping(int times) {
        client.send(Collections.nCopies(times, "{'cmd':'ping','ack':1}").toArray(String[]::new));
    }

    @Test
    void afterABurstOfAThousandAClientHasToSlowDownAndIsHeardAgainWhenItDid() {
        ping(1_000);
        assertThat(client.takeEvents()).hasSize(1_000).allMatch(event -> event.contains("\"ack\":1}"));
        ping(1);
        client.gets(SLOW_DOWN);

        server.pass(Duration.ofMillis(10));
        ping(3);
        client.gets("{'cmd':'ack','action':'ping','ack':1}", "{'cmd':'ack','action':'ping','ack':1}", SLOW_DOWN);
    }

    @Test
    void aCommandThatIsOneTooManyIsNotCarriedOut() {
        ping(1_000);
        client.takeEvents();
        client.login("alice", "phone");

        client.gets("{'cmd':'error','msg':'too many commands: slow down','code':10429,'action':'login','ack':'l'}");
        assertThat(server.devices.usersOnline()).isZero();
    }

    @Test
    void whatIsMalformedCountsAsWell() {
        client.send(Collections.nCopies(1_000, "").toArray(String[]::new));
        assertThat(client.takeEvents()).hasSize(1_000).allMatch(event -> event.contains("10400"));
        client.send("{'cmd':'ping','ack':1.5}");

        client.gets("{'cmd':'error','msg':'too many commands: slow down','code':10429,'action':'ping'}");
    }

    @Test
    void theThousandthRefusalForTheRateClosesTheConnection() {
        ping(1_999);
        assertThat(client.takeEvents().subList(1_000, 1_999)).containsOnly(SLOW_DOWN);
        ping(2);

        client.gets(SLOW_DOWN, "closed 1008");
    }

    @Test
    void withoutALimitNobodyHasToSlowDown() {
        LocalClient quick = new LocalServer(0, 1_048_576).connect();
        quick.send(Collections.nCopies(5_000, "{'cmd':'ping','ack':1}").toArray(String[]::new));

        assertThat(quick.takeEvents())
                .hasSize(5_000)
                .containsOnly(LocalClient.json("{'cmd':'ack','action':'ping','ack':1}"));
    }

    @Test
    void aMalformedPayloadIsAnsweredAndTheConnectionLives() {
        client.send("{'cmd':'nothing','ack':7}", "{'cmd':'ping','ack':8}");

        client.gets(
                "{'cmd':'error','msg':'unknown cmd','code':10400,'action':'nothing','ack':7}",
                "{'cmd':'ack','action':'ping','ack':8}");
    }

    @Test
    void aFaultOfTheServersOwnIsLoggedOnceWithAnIdThatTheClientIsTold() {
        client.login("alice", "phone");
        client.takeEvents();
        server.directory.meanwhile = () -> {
            throw new IllegalStateException("a bug");
        };
        try (RecordedLog log = new RecordedLog(CommandReader.class)) {
            client.send("{'cmd':'webrtc_create','to':1,'ack':'c'}", "{'cmd':'ping','ack':2}");

            String id = log.lines().getFirst().replaceFirst("ERROR a command failed, fault ", "");
            assertThat(log.lines()).containsExactly("ERROR a command failed, fault " + id);
            assertThat(id).matches("[0-9a-f-]{36}");
            client.gets(
                    "{'cmd':'error','msg':'server fault " + id + "','code':10500,'action':'webrtc_create','ack':'c'}",
                    "{'cmd':'ack','action':'ping','ack':2}");
        }
        assertThat(server.calls.underWay()).isZero();
    }

    @Test
    void aFaultDuringALoginLeavesTheConnectionAsItWas() {
        server.directory.meanwhile = () -> {
            throw new IllegalStateException("a bug");
        };
        try (RecordedLog log = new RecordedLog(CommandReader.class)) {
            client.login("alice", "phone");
            assertThat(log.lines()).hasSize(1);
        }
        assertThat(client.takeEvents()).singleElement().asString().contains("\"code\":10500");

        server.directory.meanwhile = () -> {};
        client.login("alice", "phone");
        assertThat(client.takeEvents()).singleElement().asString().contains("\"user\":1");
    }
}
