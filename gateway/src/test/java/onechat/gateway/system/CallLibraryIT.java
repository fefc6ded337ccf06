package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onechat.gateway.StartException;
import onechat.gateway.peer.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The calls of {@code onechat.js} in a real browser: several devices in one page, each made of nothing but the library. */
class CallLibraryIT {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final DemoServer server = new DemoServer(DemoServer.options());

    CallLibraryIT() throws StartException {}

    @AfterEach
    void stop() {
        server.close();
    }

    private CallLab lab(String name) throws IOException {
        return new CallLab(chromium.open(
                name, "http://127.0.0.1:" + server.endpoints().http().getPort() + "/"));
    }

    @Test
    void twoDevicesSeeAndHearEachOther() throws IOException {
        CallLab lab = lab("lab");
        lab.call(160, 320);

        lab.await("each sees the other's picture", "alice.width(2) === 320 && bob.width(1) === 160");
        lab.awaitFrames("alice", 2);
        lab.awaitFrames("bob", 1);
        lab.await("each hears the other's tone", "alice.with(2).level > 0.01 && bob.with(1).level > 0.01");
        assertThat(lab.js("alice.news")).isEqualTo(List.of("joined 2"));
        assertThat(lab.js("bob.news")).isEqualTo(List.of());
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void aTrackIsReplacedWithoutTheOtherSideNoticingMoreThanThePicture() throws IOException {
        CallLab lab = lab("lab");
        lab.call(160, 320);
        lab.await("the first picture is seen", "bob.width(1) === 160");
        int connections = lab.page().rtc().connectionStates().size();

        lab.js("alice.call.setTrack('video', lab.pictures(240))");

        lab.await("the other picture is seen", "bob.width(1) === 240");
        assertThat(lab.page().rtc().connectionStates()).hasSize(connections);
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void aPictureThatIsTakenAwayIsSeenNoMore() throws IOException {
        CallLab lab = lab("lab");
        lab.call(160, 320);
        lab.await("the picture is seen", "bob.width(1) === 160");

        lab.js("alice.call.setTrack('video', null)");
        lab.await("the other side sees none", "!bob.with(1).seen && !bob.with(1).media.video");

        lab.js("alice.call.setTrack('video', lab.pictures(240))");
        lab.await("it sees the next", "bob.width(1) === 240 && bob.with(1).media.video");
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void bothMayBeginToSendAPictureAtTheSameTime() throws IOException {
        CallLab lab = lab("lab");
        lab.call(0, 0);

        lab.js(
                "Promise.all([alice.call.setTrack('video', lab.pictures(160)), bob.call.setTrack('video', lab.pictures(320))])");

        lab.await("each sees the other's picture", "alice.width(2) === 320 && bob.width(1) === 160");
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void whatOneGivesIsToldToTheOthers() throws IOException {
        CallLab lab = lab("lab");
        lab.call(160, 320);
        lab.await("it is known", "bob.with(1).media.audio && bob.with(1).media.video");

        lab.js("alice.call.setMedia({ audio: false, screen: true })");

        lab.await("it is told", "!bob.with(1).media.audio && bob.with(1).media.screen");
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void textsReachEveryoneAndAreText() throws IOException {
        CallLab lab = lab("lab");
        lab.call(160, 0);
        lab.await("texts get through", "alice.with(2).canReceiveText && bob.with(1).canReceiveText");

        lab.js("alice.call.say('<b>one</b>')");
        lab.js("bob.call.say('two')");

        lab.await("both have come", "alice.texts.length === 1 && bob.texts.length === 1");
        assertThat(lab.js("[alice.texts, bob.texts]")).isEqualTo(List.of(List.of("2: two"), List.of("1: <b>one</b>")));
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void aReloadedPageGoesOnWithItsCall() throws IOException {
        CallLab lab = lab("lab");
        lab.call(160, 320);
        lab.await("the picture is seen", "bob.width(1) === 160");
        Object saved = lab.js("alice.client.save()");
        CallLab reloaded = lab("reloaded");

        reloaded.page().page().evaluate("saved => lab.restore('alice', saved)", saved);
        reloaded.js("alice.enter(2, { video: 240, audio: true }).rejoin()");

        lab.await("the other side sees the new picture", "bob.width(1) === 240");
        reloaded.await("the new page sees the other", "alice.width(2) === 320");
        assertThat(lab.js("bob.news")).isEqualTo(List.of());
        assertThat(lab.js("[bob.end, bob.call.participants.length]")).isEqualTo(Arrays.asList(null, 1));
        assertThat(lab.js("alice.end?.reason")).isEqualTo("refused");
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void aCallMovesFromOneDeviceToAnother() throws IOException {
        CallLab lab = lab("lab");
        lab.call(160, 320);
        lab.js("lab.login('tablet', 'bob')");

        lab.js("tablet.enter(2, { video: 240, audio: true }).join()");

        lab.await("the caller sees the other device's picture", "alice.width(2) === 240");
        lab.await("the other device sees the caller", "tablet.width(1) === 160");
        assertThat(lab.js("bob.end.reason")).isEqualTo("moved");
        assertThat(lab.js("alice.news")).isEqualTo(List.of("joined 2", "moved 2", "joined 2"));
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void theLastToLeaveEndsTheCall() throws IOException {
        CallLab lab = lab("lab");
        lab.call(160, 320);

        lab.js("bob.call.leave()");

        lab.await("the other is alone and leaves", "alice.end !== null");
        assertThat(lab.js("[alice.end.reason, alice.end.last, bob.end.reason]"))
                .isEqualTo(List.of("others left", Map.of("kind", "left", "user", 2), "hung up"));
        assertThat(lab.page().rtc().connectionStates()).allMatch("closed"::equals);
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void aCallGoesOnOverTheSameConnectionsWhenTheServerWasLostAndCameBack() throws Exception {
        try (SwitchedNetwork network = new SwitchedNetwork(server.endpoints().http())) {
            CallLab lab = new CallLab(chromium.open("lab", network.url()));
            lab.call(160, 320);
            lab.awaitFrames("alice", 2);

            lab.page().tolerateLostConnections();
            network.cut();
            lab.await("both notice it", "alice.call.phase === 'waiting' && bob.call.phase === 'waiting'");
            lab.awaitFrames("alice", 2);
            lab.awaitFrames("bob", 1);
            try (DemoServer another = new DemoServer()) {
                network.restore(another.endpoints().http());
                lab.await("both are in again", "alice.call.phase === 'in' && bob.call.phase === 'in'");

                lab.await("nobody is missed", "alice.call.awaited.length + bob.call.awaited.length === 0");
                lab.awaitFrames("alice", 2);
                lab.awaitFrames("bob", 1);
                assertThat(lab.page().rtc().connectionStates()).containsExactly("connected", "connected");
                lab.js("alice.call.setTrack('video', lab.pictures(240))");
                lab.js("bob.call.setTrack('video', null)");
                lab.await("what is negotiated is heard", "bob.width(1) === 240 && !alice.with(2).seen");
                assertThat(lab.js("[alice.end, bob.end]")).isEqualTo(Arrays.asList(null, null));
            }
        }
    }

    @Test
    void oneWhoWasAwayForTooLongComesBackWithANewConnection() throws Exception {
        try (SwitchedNetwork network = new SwitchedNetwork(server.endpoints().http())) {
            CallLab alices = lab("alice");
            CallLab bobs = new CallLab(chromium.open("bob", network.url()));
            alices.logIn("alice");
            bobs.logIn("bob");
            alices.js("alice.enter(2, { video: 160 }).create()");
            bobs.js("bob.enter(2, { video: 320 }).join()");
            alices.await("they see each other", "alice.width(2) === 320");

            bobs.page().tolerateLostConnections();
            network.cut();
            bobs.await("it is noticed", "bob.call.phase === 'waiting'");
            bobs.page().await("the server notices it", () -> server.connections() == 1);
            server.clock().pass(Duration.ofSeconds(31));
            alices.await("the others are told", "alice.news.includes('disconnected 2')");
            assertThat(alices.js("alice.call.awaited")).isEqualTo(List.of(2));
            network.restore();

            bobs.await("it is in again", "bob.call.phase === 'in' && bob.width(1) === 160");
            alices.await("and is seen", "alice.width(2) === 320");
            assertThat(alices.js("alice.news")).isEqualTo(List.of("joined 2", "disconnected 2", "joined 2"));
            alices.awaitFrames("alice", 2);
            bobs.awaitFrames("bob", 1);
            assertThat(alices.faults()).isEmpty();
        }
    }

    @Test
    void aPictureIsOfferedToOneWhoseFirstOfferHadNoPlaceForIt() throws IOException {
        CallLab lab = lab("lab");
        lab.logIn("alice", "bob");
        lab.js("lab.soundOnly(bob.client, { user: 1, room: 2 })");
        lab.js("bob.client.create(2)");
        lab.js("alice.enter(2, { audio: true }).join()");
        lab.await("they are connected", "alice.with(2)?.state === 'connected'");

        lab.js("alice.call.setTrack('video', lab.pictures(240))");

        lab.await("it is received", "lab.kinds.includes('video')");
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void offersThatMeetAfterAReloadEndInOneAgreement() throws IOException {
        CallLab lab = lab("lab");
        lab.call(160, 320);
        Object saved = lab.js("alice.client.save()");
        CallLab reloaded = lab("reloaded");
        reloaded.page().page().evaluate("saved => lab.restore('alice', saved)", saved);
        reloaded.js("alice.enter(2, { video: 240, audio: true }).rejoin()");
        lab.await("the other side sees the new picture", "bob.width(1) === 240");

        lab.js("bob.hold()");
        reloaded.js("(alice.hold(), alice.with(2).restart())");
        lab.js("bob.with(1).restart()");
        reloaded.await("one has offered", "lab.negotiated().signalingState === 'have-local-offer'");
        lab.await("so has the other", "lab.negotiated().signalingState === 'have-local-offer'");
        reloaded.js("alice.release()");
        lab.js("bob.release()");

        reloaded.await("one is done", "lab.negotiated().signalingState === 'stable'");
        lab.await("so is the other", "lab.negotiated().signalingState === 'stable'");
        assertThat(reloaded.js("[lab.negotiated().own, lab.negotiated().other]"))
                .isEqualTo(lab.js("[lab.negotiated().other, lab.negotiated().own]"));
        reloaded.awaitFrames("alice", 2);
        lab.awaitFrames("bob", 1);
    }

    @Test
    void oneWhoWaitedInVainForTheFirstOfferMakesItWhenTheOtherEntersAgain() throws IOException {
        CallLab lab = lab("lab");
        lab.logIn("alice", "bob");
        lab.js("(alice.client.offer = () => (lab.lost = Promise.resolve()))"); // as by a server that is lost with it
        lab.js("alice.enter(2, { video: 160 }).create()");
        lab.js("bob.enter(2, { video: 320 }).join()");
        lab.await("the offer is lost", "lab.lost !== undefined");
        lab.js("delete alice.client.offer");

        lab.js("(alice.with(2).meetAgain(false), bob.with(1).meetAgain(true))");

        lab.await("each sees the other's picture", "alice.width(2) === 320 && bob.width(1) === 160");
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void whatCameInALostSessionIsNotTakenForNewsOfTheNext() throws Exception {
        try (SwitchedNetwork network = new SwitchedNetwork(server.endpoints().http())) {
            CallLab lab = new CallLab(chromium.open("lab", network.url()));
            lab.logIn("alice");
            lab.page().tolerateLostConnections();
            network.cut();
            lab.await("the loss is noticed", "alice.client.state === 'reconnecting'");
            lab.js("(alice.enter(2).create(), 0)");
            lab.js("alice.client.emit('message', { cmd: 'webrtc_join', from: 2, to: 2 })");
            lab.page().await("the server notices it", () -> server.sessionsAway() == 1);
            server.clock().pass(Duration.ofSeconds(31));
            lab.page().await("the server has given the session up", () -> server.sessionsAway() == 0);
            network.restore();

            lab.await("it is in", "alice.call.phase === 'in'");

            assertThat(lab.js("[alice.events.at(-1), alice.call.participants.length, [...alice.call.rung.keys()]]"))
                    .isEqualTo(List.of("online", 0, List.of(2)));
        }
    }

    @Test
    void nothingIsToldAfterTheEndThatAListenerBrings() throws IOException {
        CallLab lab = lab("lab");
        lab.logIn("alice", "bob");
        lab.js("alice.enter(2).create()");
        lab.js("alice.call.on('participant', () => alice.call.leave())");
        lab.js("alice.call.on('change', () => alice.end && alice.faults.push('a late change'))");

        lab.js("bob.enter(2).join()");

        lab.await("it is over", "alice.end !== null && bob.end !== null");
        assertThat(lab.js("alice.news")).isEqualTo(List.of());
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void aCallThatIsLeftBeforeItIsAskedForRingsNobody() throws IOException {
        CallLab lab = lab("lab");
        lab.logIn("alice", "bob");
        lab.js("alice.enter(2)");
        lab.js("alice.call.on('change', () => alice.call.leave())");

        lab.js("alice.call.create()");

        assertThat(lab.js("await alice.client.join(2).catch(({ code }) => code)"))
                .isEqualTo(10404);
        assertThat(lab.js("bob.rings.all")).isEqualTo(List.of());
        assertThat(lab.faults()).isEmpty();
    }
}
