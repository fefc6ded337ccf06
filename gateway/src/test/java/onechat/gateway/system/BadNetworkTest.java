package onechat.gateway.system;

import static onechat.gateway.system.BadNetwork.Break.BLACK_HOLE;
import static onechat.gateway.system.BadNetwork.Break.CUT;
import static onechat.gateway.system.BadNetwork.Break.CUT_AT_CLIENT;
import static onechat.gateway.system.BadNetwork.Break.CUT_AT_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import onechat.gateway.StartException;
import onechat.gateway.system.BadNetwork.Break;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Native apps call each other over networks that are slow, cut connections and swallow what is sent: nothing is lost and nothing comes twice (contract section 4). */
class BadNetworkTest {
    private static final long ROOM = 1;
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    /** How long a failure takes, never whether the test passes. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int ROUNDS = 100;

    private final List<BadNetwork> networks = new ArrayList<>();
    private final List<ChattyApp> apps = new ArrayList<>();
    private DemoServer server;

    @BeforeEach
    void start() throws StartException {
        // Clients that hear nothing for three seconds know that their network swallows all; the server's own clock
        // stands still.
        server = new DemoServer(DemoServer.options().heartbeat(Duration.ofSeconds(1)));
    }

    @AfterEach
    void stop() throws IOException {
        for (ChattyApp app : apps) {
            app.close();
        }
        for (BadNetwork network : networks) {
            network.close();
        }
        server.close();
    }

    private void everybodyIsInACallOver(List<List<Break>> breaks, int mostOctets) throws IOException {
        for (int i = 0; i < breaks.size(); i++) {
            networks.add(new BadNetwork(server.endpoints().tcp(), 7 + i, mostOctets, breaks.get(i)));
            apps.add(new ChattyApp(networks.get(i).port(), NAMES.get(i)));
        }
        apps.getFirst()
                .client()
                .create(ROOM)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        for (ChattyApp app : apps.subList(1, apps.size())) {
            app.client()
                    .join(ROOM)
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    /** Everybody says so many numbers to everybody, as fast as replies come. */
    private void everybodyTalks() {
        for (int round = 0; round < ROUNDS; round++) {
            List<CompletableFuture<?>> replies = new ArrayList<>();
            for (int from = 0; from < apps.size(); from++) {
                for (int to = 0; to < apps.size(); to++) {
                    if (from != to) {
                        replies.add(apps.get(from).says(ROOM, to + 1, round));
                    }
                }
            }
            replies.forEach(reply ->
                    reply.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
        }
    }

    private void assertThatNothingWasLost() {
        List<Integer> everything = IntStream.range(0, ROUNDS).boxed().toList();
        for (int to = 0; to < apps.size(); to++) {
            ChattyApp app = apps.get(to);
            int self = to + 1;
            await().atMost(PATIENCE)
                    .until(() -> app.heard().size() == apps.size() - 1
                            && app.heard().values().stream().allMatch(numbers -> numbers.size() >= ROUNDS));
            assertThat(app.heard()).doesNotContainKey((long) self).allSatisfy((from, numbers) -> assertThat(numbers)
                    .as("from %s to %s", from, self)
                    .isEqualTo(everything));
            assertThat(app.events()).noneMatch(event -> event.startsWith("left") || event.startsWith("closed"));
            List<String> breaks = app.events().stream()
                    .filter(event -> !event.startsWith("joined"))
                    .toList();
            for (int i = 0; i < breaks.size(); i++) {
                assertThat(breaks.get(i)).isEqualTo(i % 2 == 0 ? "reconnecting" : "resumed");
            }
        }
    }

    @Test
    void aCallOfFourOutlivesNetworksThatCutConnections() throws IOException {
        everybodyIsInACallOver(
                List.of(
                        List.of(CUT, CUT_AT_CLIENT, CUT, CUT_AT_CLIENT, CUT),
                        List.of(CUT_AT_CLIENT, CUT, CUT, CUT, CUT_AT_CLIENT),
                        List.of(CUT_AT_SERVER, CUT, CUT_AT_CLIENT),
                        List.of()),
                4_000);
        everybodyTalks();

        assertThatNothingWasLost();
        assertThat(networks.stream().mapToInt(BadNetwork::broken)).containsExactly(5, 5, 3, 0);
        assertThat(apps.getLast().events()).noneMatch(event -> event.equals("reconnecting"));
    }

    @Test
    void aCallOfTwoOutlivesANetworkThatSwallowsEverything() throws IOException {
        everybodyIsInACallOver(List.of(List.of(BLACK_HOLE, CUT, BLACK_HOLE), List.of()), 4_000);
        everybodyTalks();

        assertThatNothingWasLost();
        assertThat(networks.getFirst().broken()).isEqualTo(3);
    }
}
