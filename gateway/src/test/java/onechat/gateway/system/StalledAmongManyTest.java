package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.directory.DirectoryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One client that does not read, among a hundred that do (contract section 7). */
class StalledAmongManyTest {
    private static final int PAIRS = 50;
    private static final int MAX_OUTBOX = 1_048_576;
    private static final int SDP = 60_000;
    private static final String CUT = "disconnects_total{reason=\"not_reading\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final PairedCalls others = new PairedCalls(Duration.ofMillis(5));
    private final List<Client> open = new ArrayList<>();
    private DemoServer server;

    @BeforeEach
    void callAllButTheFirst() throws Exception {
        DirectoryOptions directory = ManyUsers.nobody();
        server = new DemoServer(DemoServer.options(directory));
        ManyUsers.addPairs(directory, 2 * PAIRS);
        for (int room = 2; room <= PAIRS; room++) {
            others.add(server.endpoints().tcp(), room);
        }
        others.start();
    }

    @AfterEach
    void stop() {
        open.forEach(Client::close);
        server.close();
        http.shutdownNow();
    }

    private Scrape scrape() {
        return Scrape.of(http, server.endpoints().admin());
    }

    /** User 2 joins the call of user 1, and reads nothing any more. */
    private Client callSomebodyWhoDoesNotRead(boolean resumable) throws IOException {
        Client caller = new Client(new TcpWire(server.endpoints().tcp()));
        ManyUsers.login(caller, 1);
        caller.says("{'cmd':'webrtc_create','to':1,'ack':'c'}").next();
        Client stalled = new Client(new TcpWire(server.endpoints().tcp()));
        open.add(stalled); // a socket that nobody refers to is closed
        ManyUsers.login(stalled, 2, resumable ? ",'resume':true" : "");
        stalled.says("{'cmd':'webrtc_join','to':1}");
        assertThat(caller.next().path("cmd").asString()).isEqualTo("webrtc_join");
        return caller;
    }

    private JsonNode sendsMuch(Client caller) {
        return caller.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'" + "x".repeat(SDP) + "','ack':'o'}")
                .next();
    }

    @Test
    void itIsCutWithinTheBoundAndNobodyElseNotices() throws IOException {
        Client caller = callSomebodyWhoDoesNotRead(false);
        double mostWaits = 0;
        JsonNode reply = sendsMuch(caller);
        while (reply.path("cmd").asString().equals("ack")) {
            mostWaits = Math.max(mostWaits, scrape().value("outbox_bytes"));
            reply = sendsMuch(caller);
        }

        assertThat(reply)
                .isEqualTo(Json.read("{\"cmd\":\"webrtc_leave\",\"from\":2,\"to\":1,\"reason\":\"disconnected\"}"));
        assertThat(mostWaits).isBetween((double) SDP, MAX_OUTBOX + 2.0 * SDP);
        await().until(() -> scrape().value(CUT) == 1);
        others.close(); // which have lost nothing
        assertThat(others.takeNanos()).hasSizeGreaterThan(PAIRS);
    }

    @Test
    void oneAfterTheOtherThatMayComeBackLeavesNothingBehind() throws IOException {
        for (int time = 1; time <= 3; time++) {
            Client caller = callSomebodyWhoDoesNotRead(true);
            // Whoever is away is still in the call, so its caller is not told: it goes on until the frames that are
            // kept are too many.
            JsonNode reply = sendsMuch(caller);
            while (!reply.path("cmd").asString().equals("webrtc_leave")) {
                reply = sendsMuch(caller);
            }
            caller.says("{'cmd':'logout'}");
            int cut = time;
            await().until(() -> scrape().value(CUT) == cut);
        }
        assertThat(scrape().value("outbox_bytes")).isLessThan(MAX_OUTBOX);
        await().until(() -> scrape().value("kept_frames") == 0);
        others.close();
    }
}
