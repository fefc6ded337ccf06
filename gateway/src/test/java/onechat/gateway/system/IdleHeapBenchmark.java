package onechat.gateway.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import onechat.gateway.Endpoints;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Prints how much of the live heap each connection takes whose user is logged in and says nothing but the pings that show it alive, and what it is
 * that takes it. Used by one thread; the server is a process of its own.
 *
 * <p>Its name keeps it out of the build's tests. To run it:
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=IdleHeapBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>{@code ONECHAT_IDLE_CONNECTIONS=20000} in the environment makes them more.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class IdleHeapBenchmark {
    /** So many first: what the server takes once, as its buffers, is not counted to those that come on top. */
    private static final int FIRST = 1_000;

    private static final int CLASSES = 25;
    /** Until the way of a heartbeat is compiled as it is in a server that has run for some minutes. */
    private static final int WARM_UP_BEATS = 30;

    @TempDir
    Path folder = Path.of("");

    private final TokenUsers users = new TokenUsers();

    @ParameterizedTest
    @CsvSource({"TCP,false,1", "TCP,true,1", "TCP,true,50", "WEBSOCKET,false,1", "WEBSOCKET,true,1"})
    void liveHeapOfEachConnection(Transport transport, boolean resume, int pings) throws Exception {
        int connections = Integer.parseInt(System.getenv().getOrDefault("ONECHAT_IDLE_CONNECTIONS", "5000"));
        try (BenchmarkServer server = new BenchmarkServer(
                ManyUsers.nobody(),
                folder.resolve("stderr"),
                TokenUsers.OPTION,
                "--heartbeat=3600",
                "--resume-window=1")) {
            warmUp(server, transport, resume);
            ClassHistogram nobody = ClassHistogram.of(server.pid());
            List<Client> clients = new ArrayList<>(logIn(server.endpoints(), 1, FIRST, transport, resume));
            ping(clients, 0, pings);
            ClassHistogram firstNew = ClassHistogram.of(server.pid());
            letBeQuiet();
            ping(clients, pings, 1);
            ClassHistogram first = ClassHistogram.of(server.pid());
            clients.addAll(logIn(server.endpoints(), FIRST + 1, connections, transport, resume));
            ping(clients.subList(FIRST, connections), 0, pings);
            ClassHistogram allNew = ClassHistogram.of(server.pid());
            letBeQuiet();
            ping(clients.subList(FIRST, connections), pings, 1);
            ClassHistogram all = ClassHistogram.of(server.pid());
            clients.forEach(Client::close);

            int more = connections - FIRST;
            System.out.printf(
                    "%s, %s, %d pings: %d octets of live heap for each of the first %d connections, %d for each of %d more; before a collection and one more ping %d and %d%n%s%n",
                    transport,
                    resume ? "with resume" : "without resume",
                    pings,
                    first.minus(nobody).bytes() / FIRST,
                    FIRST,
                    all.minus(first).bytes() / more,
                    more,
                    firstNew.minus(nobody).bytes() / FIRST,
                    allNew.minus(first).bytes() / more,
                    all.minus(first).most(CLASSES, more));
        }
    }

    /** As between two heartbeats: the server keeps less for a connection on which nothing comes for a second. */
    private static void letBeQuiet() throws InterruptedException {
        Thread.sleep(1_100);
    }

    /** Classes are loaded and caches filled by as many as come first, who are gone when it returns. */
    private void warmUp(BenchmarkServer server, Transport transport, boolean resume) throws InterruptedException {
        List<Client> first = logIn(server.endpoints(), 1, FIRST, transport, resume);
        for (int beat = 0; beat < WARM_UP_BEATS; beat++) {
            letBeQuiet();
            ping(first, beat, 1);
        }
        first.forEach(Client::close);
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Scrape.of(http, server.endpoints().admin()).gauges().values().stream()
                            .allMatch(value -> value == 0));
        }
    }

    private List<Client> logIn(Endpoints server, int from, int to, Transport transport, boolean resume) {
        return Crowd.someAtOnce(IntStream.rangeClosed(from, to).boxed().toList(), user -> {
            Client client = new Client(wire(server, transport));
            users.login(client, user, resume ? ",'resume':true" : "");
            return client;
        });
    }

    private static void ping(List<Client> clients, int received, int times) {
        Crowd.someAtOnce(clients, client -> {
            for (int beat = received; beat < received + times; beat++) {
                client.says("{'cmd':'ping','received':" + beat + ",'ack':'beat-" + beat + "'}")
                        .hears("{'cmd':'ack','action':'ping','ack':'beat-" + beat + "'}");
            }
            return client;
        });
    }

    private static Wire wire(Endpoints server, Transport transport) throws IOException {
        return switch (transport) {
            case TCP -> new TcpWire(server.tcp());
            case WEBSOCKET -> new BrowserWire(server.http());
            case TLS, SECURE_WEBSOCKET -> transport.connect(server);
        };
    }
}
