package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import onechat.gateway.ServerOptions;
import onechat.gateway.StartException;
import onechat.gateway.TokenOptions;
import onechat.gateway.peer.Chromium;
import onechat.gateway.peer.ChromiumPage;
import onechat.gateway.token.TokenSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client of {@code onechat.js} in a real browser, over a network that breaks: alice is behind it, bob is not (contract section 4). */
class ClientLibraryIT {
    private static final String RELAY = "webrtc_send_ice_candidate";

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final List<DemoServer> servers = new ArrayList<>();
    private final DemoServer server = start();
    private final SwitchedNetwork network;
    private CallLab alices;
    private CallLab bobs;

    ClientLibraryIT() throws IOException, StartException {
        network = new SwitchedNetwork(server.endpoints().http());
    }

    private DemoServer start() throws StartException {
        return start(DemoServer.options());
    }

    private DemoServer start(ServerOptions.Builder options) throws StartException {
        DemoServer started = new DemoServer(options);
        servers.add(started);
        return started;
    }

    @BeforeEach
    void open() throws IOException {
        alices = new CallLab(chromium.open("alice", network.url()));
        bobs = new CallLab(chromium.open(
                "bob", "http://127.0.0.1:" + server.endpoints().http().getPort() + "/"));
        alices.page().tolerateLostConnections();
        bobs.page().tolerateLostConnections();
    }

    @AfterEach
    void stop() throws IOException {
        network.close();
        servers.forEach(DemoServer::close);
    }

    /** Both are in the call of room 2, without any media. */
    private void enterBoth() {
        alices.logIn("alice");
        bobs.logIn("bob");
        alices.js("alice.client.create(2)");
        bobs.js("bob.client.join(2)");
    }

    private static List<Integer> numbersTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private static void assertSound(CallLab lab) {
        assertThat(lab.js("Object.values(lab.devices).flatMap(device => device.faults)"))
                .isEqualTo(List.of());
    }

    private static String codeOf(CallLab lab, String expression) {
        return String.valueOf(lab.js("await " + expression + ".then(() => 0, ({ code }) => code)"));
    }

    @ParameterizedTest
    @CsvSource({"alice, wrong, 10401", "nobody, nobody, 10404"})
    void aLoginThatIsRefusedSaysWhy(String name, String pass, String code) {
        assertThat(codeOf(alices, "new lab.Client().login({ name: '" + name + "', pass: '" + pass + "' })"))
                .isEqualTo(code);
        assertSound(alices);
    }

    @Test
    void aLoginWithoutAServerIsRefusedAndCanBeTriedAgain() {
        network.cut();
        alices.js("alices = new lab.Client()".replace("alices", "lab.client"));
        assertThat(codeOf(alices, "lab.client.login({ name: 'alice', pass: 'alice' })"))
                .isEqualTo("0");
        assertThat(alices.js("lab.client.state")).isEqualTo("idle");

        network.restore();
        alices.js("lab.client.login({ name: 'alice', pass: 'alice' })");

        assertThat(alices.js("[lab.client.state, lab.client.user, lab.client.rooms.length]"))
                .isEqualTo(List.of("online", 1, 2));
        assertSound(alices);
    }

    @Test
    void aCommandIsRefusedWithItsCode() {
        alices.logIn("alice");

        assertThat(codeOf(alices, "alice.client.join(99)")).isEqualTo("10404");
        assertThat(codeOf(alices, "alice.client.request('no such command')")).isEqualTo("10400");
        assertSound(alices);
    }

    @Test
    void aCommandThatTheServerNeverGotIsSentAgain() {
        enterBoth();
        network.breakBeforeNextSent();

        alices.js("alice.send(2, 1, 1)");

        alices.await("it has its reply", "alice.replies === 1");
        bobs.await("it came", "bob.numbers.length === 1");
        assertThat(alices.js("alice.events")).isEqualTo(List.of("online", "reconnecting", "resumed"));
        assertThat(network.isBroken()).isTrue();
        assertSound(alices);
    }

    @Test
    void aCommandWhoseReplyWasLostIsCarriedOutOnce() {
        enterBoth();
        network.breakBeforeHeard("\"action\":\"" + RELAY + "\"");

        alices.js("alice.send(2, 1, 1)");
        alices.await("it has its reply", "alice.replies === 1");
        alices.js("alice.send(2, 2, 2)");

        bobs.await("the next came", "bob.numbers.length >= 2");
        assertThat(bobs.js("bob.numbers")).isEqualTo(List.of(1, 2));
        assertThat(network.isBroken()).isTrue();
        assertSound(alices);
    }

    @Test
    void overManyBreaksEachCommandIsCarriedOutOnceAndEachMessageHeardOnceInOrder() {
        enterBoth();
        int rounds = 15;

        for (int round = 0; round < rounds; round++) {
            int first = 1 + round * 20;
            switch (round % 3) {
                case 0 -> network.breakBeforeNextSent();
                case 1 -> network.breakBeforeHeard("\"action\":\"" + RELAY + "\"");
                default -> network.breakBeforeHeard("\"candidate\":\"" + (first + 10) + "\"");
            }
            alices.js("alice.send(2, " + first + ", " + (first + 19) + ")");
            bobs.js("bob.send(1, " + first + ", " + (first + 19) + ")");
            alices.page().await("the network broke", network::isBroken);
            if (round % 4 == 0) {
                network.breakAll(); // while the session is being resumed, mostly
            }
            alices.js("dispatchEvent(new Event('online'))"); // as a browser says that finds a network: no need to wait
            // long
        }

        int last = rounds * 20;
        alices.await("all came to alice", "alice.numbers.length >= " + last);
        bobs.await("all came to bob", "bob.numbers.length >= " + last);
        alices.await("all have their replies", "alice.replies === " + last);
        assertThat(alices.js("alice.numbers")).isEqualTo(numbersTo(last));
        assertThat(bobs.js("bob.numbers")).isEqualTo(numbersTo(last));
        assertThat(alices.js("alice.refusals")).isEqualTo(List.of());
        assertThat(alices.js("new Set(alice.events.slice(1)).size")).isEqualTo(2); // reconnecting and resumed
        assertSound(alices);
    }

    @Test
    void whatIsSaidWhileAwayIsHeardAndDoneAfterwards() {
        enterBoth();
        network.cut();
        alices.await("the loss is noticed", "alice.client.state === 'reconnecting'");

        alices.js("alice.send(2, 1, 300)");
        bobs.js("bob.send(1, 1, 300)");
        bobs.await("the server has taken all", "bob.replies === 300");
        network.restore();

        alices.await("all came to alice", "alice.numbers.length >= 300");
        bobs.await("all came to bob", "bob.numbers.length >= 300");
        assertThat(alices.js("alice.numbers")).isEqualTo(numbersTo(300));
        assertThat(bobs.js("bob.numbers")).isEqualTo(numbersTo(300));
        assertThat(alices.js("alice.events")).isEqualTo(List.of("online", "reconnecting", "resumed"));
        assertSound(alices);
    }

    @Test
    void moreFramesThanTheServerKeepsArriveWhileTheirReceiptIsReported() {
        enterBoth();

        bobs.js("bob.send(1, 1, 900)");
        alices.await("they came", "alice.numbers.length === 900");
        network.cut();
        bobs.js("bob.send(1, 901, 1600)");
        bobs.await("the server has taken all", "bob.replies === 1600");
        network.restore();

        alices.await("all came", "alice.numbers.length >= 1600");
        assertThat(alices.js("alice.numbers")).isEqualTo(numbersTo(1600));
        assertSound(alices);
    }

    @Test
    void aNetworkThatSwallowsEverythingIsNoticedWhenTheBrowserDoubtsIt() {
        enterBoth();
        network.blackHole();

        alices.js("dispatchEvent(new Event('offline'))");
        alices.await("the loss is noticed", "alice.client.state === 'reconnecting'");
        bobs.js("bob.send(1, 1, 1)");
        network.restore();
        alices.js("dispatchEvent(new Event('online'))");

        alices.await("the session goes on", "alice.numbers.length === 1");
        assertThat(alices.js("alice.events")).isEqualTo(List.of("online", "reconnecting", "resumed"));
        assertSound(alices);
    }

    @Test
    void aSessionThatIsLostIsToldOfAndANewOneBegins() {
        enterBoth();
        network.cut();
        alices.await("the loss is noticed", "alice.client.state === 'reconnecting'");
        alices.js("alice.send(2, 1, 1)");
        alices.page().await("the server notices it too", () -> server.connections() == 1);
        server.clock().pass(Duration.ofSeconds(31));
        bobs.page().await("the server has given the session up", () -> codeOf(
                        bobs, "bob.client.candidate({ user: 1, room: 2 }, null)")
                .equals("10404"));

        network.restore();

        alices.await("a new session began", "alice.events.length === 3");
        assertThat(alices.js("[alice.events, alice.refusals, alice.client.state]"))
                .isEqualTo(List.of(List.of("online", "reconnecting", "online"), List.of(10410), "online"));
        assertThat(codeOf(alices, "alice.client.join(2)")).isEqualTo("0");
        assertSound(alices);
    }

    @Test
    void aTokenIsAskedForAnewWheneverOneIsNeeded() throws IOException, StartException {
        TokenOptions tokens = TokenOptions.NONE.withSecret("what the issuer of tokens and the server share");
        TokenSigner signer = Objects.requireNonNull(TokenSigner.of(Objects.requireNonNull(tokens.keys())));
        List<String> given = new ArrayList<>();
        alices.page().page().exposeFunction("freshToken", nothing -> {
            String token = signer.sign(1, Instant.now(), Duration.ofSeconds(60 + given.size()), null, null);
            given.add(token);
            return token;
        });
        DemoServer first = start(DemoServer.options().tokens(none -> tokens));
        network.restore(first.endpoints().http());
        alices.js("lab.login('alice', '', {}, { token: () => freshToken() })");

        network.breakAll();
        alices.await("a session that goes on needs none", "alice.events.length === 3");
        assertThat(given).hasSize(1);
        network.cut();
        network.restore(
                start(DemoServer.options().tokens(none -> tokens)).endpoints().http());

        alices.await("a new session began", "alice.events.length === 5");
        assertThat(alices.js("[alice.events, alice.client.user]"))
                .isEqualTo(List.of(List.of("online", "reconnecting", "resumed", "reconnecting", "online"), 1));
        assertThat(given).hasSize(2).doesNotHaveDuplicates();
        assertSound(alices);
    }

    @Test
    void aServerThatDrainsIsComeBackToWhenItIsThereAgain() throws StartException {
        alices.logIn("alice");

        server.close();
        alices.await("the loss is noticed", "alice.client.state === 'reconnecting'");
        network.restore(start().endpoints().http());

        alices.await("a new session began", "alice.client.state === 'online'");
        assertThat(alices.js("alice.events")).isEqualTo(List.of("online", "reconnecting", "online"));
        assertThat(codeOf(alices, "alice.client.create(2)")).isEqualTo("0");
        assertSound(alices);
    }

    @Test
    void aDeviceThatLogsInAgainEndsTheFirstForGood() {
        alices.page().page().evaluate("lab.login('alice', 'alice', { device: 'one' })");

        alices.page().page().evaluate("lab.login('tablet', 'alice', { device: 'one' })");

        alices.await("the first has ended", "alice.events.length === 2");
        assertThat(alices.js("[alice.events, alice.client.state, tablet.client.state]"))
                .isEqualTo(List.of(List.of("online", "ended 10409"), "idle", "online"));
        assertSound(alices);
    }

    @Test
    void aSavedSessionGoesOnInAnotherPage() throws IOException {
        enterBoth();
        bobs.js("bob.send(1, 1, 5)");
        alices.await("they came", "alice.numbers.length === 5");
        Object saved = alices.js("alice.client.save()");
        alices.page().page().navigate("about:blank");
        bobs.js("bob.send(1, 6, 10)");
        bobs.await("the server has taken all", "bob.replies === 10");

        CallLab reloaded = new CallLab(chromium.open("reloaded", network.url()));
        reloaded.page().page().evaluate("saved => lab.restore('alice', saved)", saved);

        reloaded.await("what was missed came", "alice.numbers.length >= 5");
        reloaded.js("alice.send(2, 1, 3)");
        reloaded.await("its commands are carried out", "alice.replies === 3");
        assertThat(reloaded.js("[alice.numbers, alice.client.user, alice.client.rooms.length]"))
                .isEqualTo(List.of(List.of(6, 7, 8, 9, 10), 1, 2));
        assertThat(bobs.js("bob.numbers")).isEqualTo(List.of(1, 2, 3));
        assertSound(reloaded);
    }

    @Test
    void aSavedSessionThatIsGoneIsRefused() throws IOException {
        alices.logIn("alice");
        Object saved = alices.js("alice.client.save()");
        alices.js("alice.client.logout()");

        try {
            alices.page().page().evaluate("saved => lab.restore('tablet', saved)", saved);
        } catch (PlaywrightException refused) {
            assertThat(refused).hasMessageContaining("can't be resumed");
        }

        assertThat(alices.js("[alice.events, tablet.client.state]"))
                .isEqualTo(List.of(List.of("online", "ended"), "idle"));
        assertSound(alices);
    }

    @Test
    void aRingThatIsOverWhileAwayIsMissed() {
        alices.logIn("alice");
        bobs.logIn("bob");
        bobs.js("bob.client.create(2)");
        alices.await("it rings", "alice.rings.all.length === 1");
        network.cut();
        bobs.js("bob.client.leave(2)");

        network.restore();

        alices.await("it rings no more", "alice.rings.all.length === 0");
        assertThat(alices.js("[alice.ringEnds, alice.events]"))
                .isEqualTo(List.of(List.of("missed"), List.of("online", "reconnecting", "resumed")));
        assertSound(alices);
    }

    @Test
    void aRingThatBeganWhileAwayHasLessTimeLeft() {
        alices.logIn("alice");
        bobs.logIn("bob");
        alices.js("(lab.now = Date.now, Date.now = () => lab.now() + (lab.ahead ?? 0))");
        network.cut();
        alices.await("the loss is noticed", "alice.client.state === 'reconnecting'");
        bobs.js("bob.client.create(2)");
        alices.js("lab.ahead = 20_000");

        network.restore();

        alices.await("it rings", "alice.rings.all.length === 1");
        Number left = (Number) alices.js("alice.rings.all[0].ends - Date.now()");
        assertThat(left.longValue()).isBetween(20_000L, 40_000L);
        assertSound(alices);
    }

    @Test
    void enteringEndsTheRingOnThisDevice() {
        alices.logIn("alice");
        bobs.logIn("bob");
        bobs.js("bob.client.create(2)");
        alices.await("it rings", "alice.rings.all.length === 1");

        alices.js("alice.client.join(2)");

        assertThat(alices.js("[alice.rings.all, alice.ringEnds]")).isEqualTo(List.of(List.of(), List.of()));
        assertSound(alices);
    }

    @Test
    void noMoreCommandsWaitThanCanBeSentAgainAtOnce() {
        alices.logIn("alice");
        network.cut();
        alices.await("the loss is noticed", "alice.client.state === 'reconnecting'");

        alices.js("Array.from({ length: 901 }, () => alice.ask('ping')).length");
        assertThat(alices.js("alice.refusals")).isEqualTo(List.of(10429));
        network.restore();

        alices.await("all others have their replies", "alice.replies === 900");
        assertSound(alices);
    }

    @Test
    void aListenerThatThrowsStopsNobody() {
        alices.logIn("alice");
        bobs.logIn("bob");
        alices.js("alice.client.on('message', () => { throw new Error('of a listener'); })");

        bobs.js("bob.client.create(2)");

        alices.await("it rings all the same", "alice.rings.all.length === 1");
        ChromiumPage page = alices.page();
        page.tolerate("of a listener");
        page.await("the browser was told", () -> !page.faults().isEmpty());
        assertThat(page.faults()).allMatch(fault -> fault.contains("of a listener"));
    }
}
