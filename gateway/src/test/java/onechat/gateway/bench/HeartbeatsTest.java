package onechat.gateway.bench;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import onechat.gateway.bench.People.Person;
import onechat.protocol.Command;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    @Test
    void whoeverSaysNothingPingsAndOneThatIsGoneDoesNotStopTheOthers() throws Exception {
        try (FakeServer server = new FakeServer(FakeServer.Fault.NONE, true);
                Heartbeats heartbeats = new Heartbeats(() -> System.nanoTime() + TimeUnit.SECONDS.toNanos(30))) {
            Dialer dialer = new Dialer(new Target(server.address(), "127.0.0.1", null, null), 2, 512);
            try (BenchClient gone = new BenchClient(dialer.dial(), new Person(1, "1"));
                    BenchClient quiet = new BenchClient(dialer.dial(), new Person(2, "2"))) {
                gone.login(new Command.Password("1", "secret"), "phone", true);
                quiet.login(new Command.Password("2", "secret"), "phone", true);
                gone.leave();
                heartbeats.keep(gone);
                heartbeats.keep(quiet);

                await().until(() -> server.said().stream()
                        .anyMatch(said -> said.user() == 2
                                && said.command().path("cmd").asString().equals("ping")));
            }
        }
    }
}
