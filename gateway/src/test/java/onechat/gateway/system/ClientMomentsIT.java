package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import onechat.gateway.StartException;
import onechat.gateway.peer.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The client of {@code onechat.js} in a real browser where something comes at a bad moment: a network that dies in a replay, a logout in a login, a page that
 * goes while it rings (contract section 4). Alice is behind a network that breaks, bob is not.
 */
class ClientMomentsIT {
    /** One of the client's heartbeats, and how long a ping may stay without an answer; both in milliseconds, and a little more. */
    private static final long HEARTBEAT = 20_500;

    private static final long PATIENCE = 10_500;

    /** Much more than one segment through the network, and less than the server keeps. */
    private static final int MANY = 500;

    private static final String RESTORE_WITH_RINGS = "async ({ session, rings }) => {"
            + " const client = new lab.Client(); lab.devices.alice = new lab.Device(client);"
            + " lab.devices.alice.rings.restore(rings); await client.restore(session); }";

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final DemoServer server = new DemoServer();
    private final SwitchedNetwork network;
    private CallLab alices;
    private CallLab bobs;

    ClientMomentsIT() throws IOException, StartException {
        network = new SwitchedNetwork(server.endpoints().http());
    }

    @BeforeEach
    void open() throws IOException {
        alices = openAlices("alice");
        bobs = new CallLab(chromium.open(
                "bob", "http://127.0.0.1:" + server.endpoints().http().getPort() + "/"));
    }

    private CallLab openAlices(String name) throws IOException {
        CallLab lab = new CallLab(chromium.open(name, network.url()));
        lab.page().tolerateLostConnections();
        return lab;
    }

    @AfterEach
    void stop() throws IOException {
        network.close();
        server.close();
    }

    /** Both are in the call of room 2, without any media. */
    private void enterBoth() {
        alices.logIn("alice");
        bobs.logIn("bob");
        alices.js("alice.client.create(2)");
        bobs.js("bob.client.join(2)");
    }

    /** Alice's page has a time of its own, which goes on by itself but may be hurried. */
    private Clock alicesClock() {
        Clock clock = alices.page().page().clock();
        clock.install();
        return clock;
    }

    /** From now on time passes only when the test lets it; a moment ahead, as it can't be stopped in the past. */
    private void stopAlices(Clock clock) {
        clock.pauseAt(((Number) alices.js("Date.now() + 5_000")).longValue());
    }

    /**
     * From now on {@code lab.tries} tells of connections that were begun, {@code lab.lost} of those that are closed, and {@code lab.retryAfter} when the
     * server wants to be come back to.
     */
    private void countAlicesTries() {
        alices.js("(lab.tries = lab.lost = 0, WebSocket = class extends WebSocket { constructor(...all) {"
                + " super(...all); lab.tries++; this.onclose = () => lab.lost++;"
                + " this.onmessage = ({ data }) => { lab.retryAfter = JSON.parse(data).retry_after ?? 0; }; } }, 0)");
    }

    private void loseAlice() {
        network.cut();
        alices.await("the loss is noticed", "alice.client.state === 'reconnecting'");
    }

    /** Bob sends numbers from 1 on, in long messages. */
    private void bobSendsMany() {
        bobs.js("Array.from({ length: " + MANY + " }, (_, n) => bob.ask('webrtc_send_ice_candidate',"
                + " { to: 1, label: 0, candidate: String(n + 1).padEnd(1000) })).length");
        bobs.await("the server has taken all", "bob.replies === " + MANY);
    }

    private static List<Integer> many() {
        return IntStream.rangeClosed(1, MANY).boxed().toList();
    }

    private static void assertSound(CallLab lab) {
        assertThat(lab.js("Object.values(lab.devices).flatMap(device => device.faults)"))
                .isEqualTo(List.of());
    }

    @Test
    void aNetworkThatSwallowsEverythingIsNoticedByTheHeartbeat() {
        Clock clock = alicesClock();
        enterBoth();
        network.blackHole();

        clock.fastForward(HEARTBEAT);
        clock.fastForward(PATIENCE);
        alices.await("the loss is noticed", "alice.client.state === 'reconnecting'");
        bobs.js("bob.send(1, 1, 1)");
        network.restore();
        alices.js("dispatchEvent(new Event('online'))");

        alices.await("the session goes on", "alice.numbers.length === 1");
        assertThat(alices.js("alice.events")).isEqualTo(List.of("online", "reconnecting", "resumed"));
        assertSound(alices);
    }

    @Test
    void aNetworkThatSwallowsTheMiddleOfAReplayIsNoticedByTheHeartbeat() {
        Clock clock = alicesClock();
        enterBoth();
        countAlicesTries();
        loseAlice();
        bobSendsMany();
        network.blackHoleAfterHeard("\"resumed\":true");
        network.restore();
        alices.page().await("the replay has begun and stops", network::isBlackHole);
        Object tries = alices.js("lab.tries");

        clock.fastForward(HEARTBEAT);
        clock.fastForward(PATIENCE);
        alices.await("the loss is noticed, and another try begun", "lab.tries > " + tries);
        network.restore();

        alices.await("all came", "alice.numbers.length >= " + MANY);
        assertThat(alices.js("alice.numbers")).isEqualTo(many());
        assertThat(alices.js("alice.events")).isEqualTo(List.of("online", "reconnecting", "resumed"));
        assertSound(alices);
    }

    @Test
    void aServerThatBreaksInEveryReplayIsNotRunAgainst() {
        Clock clock = alicesClock();
        enterBoth();
        countAlicesTries();
        alices.js("(Math.random = () => 0.99, 0)");
        stopAlices(clock);
        loseAlice();
        bobSendsMany();

        for (int wait = 250; wait <= 1_000; wait *= 2) {
            network.blackHoleAfterHeard("\"resumed\":true");
            network.restore();
            clock.runFor(wait);
            alices.page().await("the replay has begun and stops", network::isBlackHole);
            network.cut();
            alices.await("the loss is noticed", "lab.lost === lab.tries");
        }
        clock.runFor(1_900);

        assertThat(alices.js("lab.tries")).isEqualTo(3);
        assertSound(alices);
    }

    @Test
    void aServerThatDrainsIsLeftAloneForAsLongAsItWants() {
        Clock clock = alicesClock();
        countAlicesTries();
        alices.js("(Math.random = () => 0, 0)");
        alices.logIn("alice");
        stopAlices(clock);
        server.close();
        alices.await("it has said so", "alice.client.state === 'reconnecting'");
        long wait = ((Number) alices.js("lab.retryAfter")).longValue() * 1_000;
        assertThat(wait).isPositive();

        alices.js("dispatchEvent(new Event('online'))");
        clock.runFor(wait - 100);
        assertThat(alices.js("lab.tries")).isEqualTo(1);
        clock.runFor(200);

        assertThat(alices.js("lab.tries")).isEqualTo(2);
    }

    @Test
    void aTryThatHangsIsGivenUpSoonWhenTheBrowserFindsANetwork() {
        Clock clock = alicesClock();
        alices.logIn("alice");
        loseAlice();
        network.blackHole();
        int before = network.taken();
        alices.page().await("a try hangs", () -> network.taken() > before);
        alices.js("(Math.random = () => 0, 0)");
        stopAlices(clock);

        network.restore();
        alices.js("dispatchEvent(new Event('online'))");
        clock.runFor(3_000);
        clock.runFor(100);

        alices.await("the session goes on", "alice.client.state === 'online'");
        assertThat(alices.js("alice.events")).isEqualTo(List.of("online", "reconnecting", "resumed"));
        assertSound(alices);
    }

    @Test
    void aRestoreIsDoneWhenEverythingIsThereHoweverOftenTheNetworkBreaks() throws IOException {
        enterBoth();
        Object saved = alices.js("alice.client.save()");
        alices.page().page().navigate("about:blank");
        bobSendsMany();
        CallLab reloaded = openAlices("reloaded");
        network.blackHoleAfterHeard("\"resumed\":true");

        reloaded.page()
                .page()
                .evaluate(
                        "saved => { lab.restored = lab.restore('alice', saved).then(() => lab.devices.alice.numbers.length); }",
                        saved);
        reloaded.page().await("the replay has begun and stops", network::isBlackHole);
        network.cut();
        network.restore();

        assertThat(reloaded.js("lab.restored")).isEqualTo(MANY);
        assertThat(reloaded.js("alice.numbers")).isEqualTo(many());
        assertThat(reloaded.js("alice.events")).isEqualTo(List.of("resumed"));
        assertSound(reloaded);
    }

    @Test
    void aSavedSessionThatTwoPagesGoOnWithIsTheLasts() throws IOException {
        alices.logIn("alice");
        Object saved = alices.js("alice.client.save()");
        alices.page().page().navigate("about:blank");
        CallLab first = openAlices("first");
        CallLab second = openAlices("second");

        first.page().page().evaluate("saved => lab.restore('alice', saved)", saved);
        second.page().page().evaluate("saved => lab.restore('alice', saved)", saved);

        first.await("the first has ended", "alice.client.state === 'idle'");
        assertThat(first.js("alice.events")).isEqualTo(List.of("resumed", "ended 10409"));
        assertThat(second.js("alice.client.request('ping').then(({ cmd }) => cmd)"))
                .isEqualTo("ack");
        assertSound(first);
        assertSound(second);
    }

    @Test
    void aSessionThatWasRestoredWithoutCredentialsEndsForGoodOnceItIsLost() throws IOException {
        alices.logIn("alice");
        Object saved = alices.js("alice.client.save()");
        alices.page().page().navigate("about:blank");
        CallLab reloaded = openAlices("reloaded");
        reloaded.page().page().evaluate("saved => lab.restore('alice', saved)", saved);

        server.close();

        reloaded.await("it has ended", "alice.client.state === 'idle'");
        assertThat(reloaded.js("alice.events")).isEqualTo(List.of("resumed", "reconnecting", "ended 10503"));
        assertSound(reloaded);
    }

    @Test
    void ringsGoOnAfterAReloadUnlessTheyAreOver() throws IOException {
        alices.logIn("alice");
        bobs.logIn("bob");
        bobs.js("bob.client.create(2)");
        alices.await("it rings", "alice.rings.all.length === 1");
        Object saved = alices.js("({ session: alice.client.save(), rings: alice.rings.all })");
        alices.page().page().navigate("about:blank");
        CallLab reloaded = openAlices("reloaded");
        reloaded.page().page().evaluate(RESTORE_WITH_RINGS, saved);
        assertThat(reloaded.js("alice.rings.all.map(({ room, from }) => [room, from])"))
                .isEqualTo(List.of(List.of(2, 2)));

        reloaded.page().page().navigate("about:blank");
        bobs.js("bob.client.leave(2)");
        CallLab again = openAlices("again");
        again.page().page().evaluate(RESTORE_WITH_RINGS, saved);

        assertThat(again.js("[alice.rings.all, alice.ringEnds]")).isEqualTo(List.of(List.of(), List.of("missed")));
        assertSound(again);
    }

    @Test
    void aLoginEndsWithALogout() {
        network.blackHole();
        alices.js("(lab.client = new lab.Client(),"
                + " lab.client.login({ name: 'alice', pass: 'alice' }).catch(({ code }) => (lab.outcome = code)), 0)");

        alices.js("lab.client.logout()");

        alices.await("nobody waits for it any more", "lab.outcome === 0");
        assertThat(alices.js("lab.client.state")).isEqualTo("idle");
        assertSound(alices);
    }

    @Test
    void aTokenThatComesAfterTheLogoutDisturbsNoLaterLogin() {
        alices.js("(lab.client = new lab.Client(), lab.late = Promise.withResolvers(),"
                + " lab.outcome = lab.client.login({ token: () => lab.late.promise }).catch(({ code }) => code), 0)");
        alices.js("lab.client.logout()");
        alices.js("lab.client.login({ name: 'alice', pass: 'alice' })");
        countAlicesTries();

        alices.js("lab.late.resolve('a token')");

        assertThat(alices.js("Promise.all([lab.outcome, lab.client.request('ping').then(({ cmd }) => cmd)])"))
                .isEqualTo(List.of(0, "ack"));
        assertThat(alices.js("[lab.client.state, lab.tries]")).isEqualTo(List.of("online", 0));
        assertSound(alices);
    }

    @Test
    void credentialsThatAreNotTakenAnyMoreEndIt() throws StartException {
        alices.js("(lab.credentials = { name: 'alice', pass: 'alice' }, lab.login('alice', '', {}, lab.credentials))");
        alices.js("lab.credentials.pass = 'wrong'");
        network.cut();

        try (DemoServer another = new DemoServer()) {
            network.restore(another.endpoints().http());

            alices.await("it has ended", "alice.client.state === 'idle'");
        }
        assertThat(alices.js("alice.events")).isEqualTo(List.of("online", "reconnecting", "ended 10401"));
        assertSound(alices);
    }

    @Test
    void whoOneIsStaysKnownWhileOneIsLoggedInAnew() {
        alices.logIn("alice");

        server.close();

        alices.await("the session is lost", "alice.client.state === 'reconnecting' && alice.client.save() === null");
        assertThat(alices.js("[alice.client.user, alice.client.rooms.length]")).isEqualTo(List.of(1, 2));
    }

    @Test
    void aCommandThatCanNotBeSaidIsRefusedAndNotSentAgain() {
        alices.logIn("alice");
        assertThat(alices.js("alice.client.request('ping', { much: 1n }).catch(({ name }) => name)"))
                .isEqualTo("TypeError");

        network.breakAll();
        alices.await("the session goes on", "alice.events.length === 3");

        assertThat(alices.js(
                        "alice.client.request('ping', { cmd: 'logout', ack: 'another' }).then(({ action }) => action)"))
                .isEqualTo("ping");
        assertSound(alices);
    }

    @Test
    void aCommandThatIsTooLargeIsRefusedAloneAndTheLargestGetsThrough() {
        enterBoth();
        bobs.js("bob.client.on('message', ({ sdp }) => (lab.length = sdp?.length))");

        assertThat(alices.js(
                        "alice.client.offer({ user: 2, room: 2 }, '\\u00e9'.repeat(33_000)).catch(({ code }) => code)"))
                .isEqualTo(10413);
        alices.js("alice.client.offer({ user: 2, room: 2 }, '\\u00e9'.repeat(32_500))");

        bobs.await("it came", "lab.length === 32_500");
        assertThat(alices.js("alice.events")).isEqualTo(List.of("online"));
        assertSound(alices);
    }

    @Test
    void whatIsSavedWhileAwayTellsSinceWhen() {
        Clock clock = alicesClock();
        alices.logIn("alice");
        loseAlice();
        clock.fastForward(20_000);

        Number age = (Number) alices.js("Date.now() - alice.client.save().at");

        assertThat(age.longValue()).isGreaterThanOrEqualTo(20_000);
        assertSound(alices);
    }
}
