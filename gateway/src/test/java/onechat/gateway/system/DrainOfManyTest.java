package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import onechat.gateway.directory.DirectoryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A server with a thousand clients that is told to stop. */
@Timeout(120)
class DrainOfManyTest {
    private static final int CLIENTS = 1_000;
    /** One pair in so many is in a call; a client in three uses WebSocket, one in two may resume. */
    private static final int PAIRS_A_CALL = 4;
    /** As far as a caller gets ahead of the acks, so that octets are under way at any moment. */
    private static final int AHEAD = 8;
    /** Longer than whoever reads ever makes the server wait. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(60);

    private static final List<Integer> USERS =
            IntStream.rangeClosed(1, CLIENTS).boxed().toList();
    private static final List<Integer> CALLS = IntStream.rangeClosed(1, CLIENTS / 2)
            .filter(room -> room % PAIRS_A_CALL == 0)
            .boxed()
            .toList();

    private final HttpClient http = HttpClient.newHttpClient();
    private DemoServer server;
    private List<Client> clients = List.of();

    @BeforeEach
    void logAllIn() throws Exception {
        DirectoryOptions directory = ManyUsers.nobody();
        server = new DemoServer(
                DemoServer.options(directory).connections(connections -> connections.withDrainTimeout(DRAIN_TIMEOUT)));
        ManyUsers.addPairs(directory, CLIENTS);
        clients = Crowd.someAtOnce(USERS, this::login);
    }

    @AfterEach
    void stop() {
        clients.forEach(Client::close);
        server.close();
        http.shutdownNow();
    }

    private Client login(int user) throws IOException {
        Client client = new Client(
                user % 3 == 0
                        ? WebSocketWire.sharing(http, server.endpoints().http())
                        : new TcpWire(server.endpoints().tcp()));
        JsonNode ack = ManyUsers.login(client, user, user % 4 < 2 ? ",'resume':true" : "");
        assertThat(ack.has("session")).as("%s", ack).isEqualTo(user % 4 < 2);
        return client;
    }

    private Client user(int number) {
        return clients.get(number - 1);
    }

    private int begin(int room) {
        Client caller = user(2 * room - 1);
        Client callee = user(2 * room);
        caller.says("{'cmd':'webrtc_create','to':" + room + ",'ack':'c'}").next();
        callee.next();
        callee.says("{'cmd':'webrtc_join','to':" + room + ",'ack':'j'}").next();
        caller.next();
        return room;
    }

    /** What a client heard last, and how many relays before. */
    private record Farewell(JsonNode last, int relays) {}

    /** Reads to the end; relays came one after the other, none lost, and no frame was cut. */
    private static Farewell listen(Client client) {
        int relays = 0;
        JsonNode message = client.next();
        while (!message.path("cmd").asString().equals("error")) {
            if (message.has("candidate")) {
                assertThat(message.path("candidate").asInt()).isEqualTo(relays++);
            }
            message = client.next();
        }
        client.hearsTheEnd(1001);
        return new Farewell(message, relays);
    }

    /** Sends relays without an end, and so hears of the end while more are under way. */
    private static Farewell call(Client caller, int callee) {
        int sent = 0;
        int acked = 0;
        while (true) {
            while (sent < acked + AHEAD && says(caller, callee, sent)) {
                sent++;
            }
            JsonNode message = caller.next();
            if (message.path("cmd").asString().equals("error")) {
                caller.hearsTheEnd(1001);
                return new Farewell(message, acked);
            }
            assertThat(message.path("ack").asInt()).isEqualTo(acked++);
        }
    }

    /** False when the server has closed: what it said last is still to be read. */
    private static boolean says(Client caller, int callee, int number) {
        try {
            caller.says("{'cmd':'webrtc_send_ice_candidate','to':" + callee + ",'label':0,'candidate':'" + number
                    + "','ack':" + number + "}");
            return true;
        } catch (UncheckedIOException | CompletionException closed) {
            return false;
        }
    }

    private Farewell takePart(int user) {
        return user % 2 == 1 && CALLS.contains((user + 1) / 2) ? call(user(user), user + 1) : listen(user(user));
    }

    @Test
    void everyClientHearsItAndWhenToComeBackAndNoFrameIsCut() {
        Crowd.someAtOnce(CALLS, this::begin);
        CompletableFuture<List<Farewell>> farewells =
                CompletableFuture.supplyAsync(() -> Crowd.all(USERS, this::takePart));
        await().until(() ->
                Scrape.of(http, server.endpoints().admin()).value("commands_total{cmd=\"webrtc_send_ice_candidate\"}")
                        > 10 * CALLS.size());

        long told = System.nanoTime();
        server.stop();
        Duration stopped = Duration.ofNanos(System.nanoTime() - told);

        List<Farewell> all = farewells.join();
        assertThat(all).hasSize(CLIENTS).allSatisfy(farewell -> {
            assertThat(farewell.last().path("code").asInt())
                    .as("%s", farewell.last())
                    .isEqualTo(10503);
            assertThat(farewell.last().path("retry_after").isIntegralNumber()).isTrue();
            assertThat(farewell.last().path("retry_after").asInt()).isPositive();
        });
        assertThat(all.stream()
                        .map(farewell -> farewell.last().path("retry_after").asInt())
                        .distinct())
                .hasSizeGreaterThan(3);
        assertThat(all.stream().filter(farewell -> farewell.relays() > 0)).hasSizeGreaterThan(CALLS.size());
        assertThat(stopped).isLessThan(DRAIN_TIMEOUT);
    }
}
