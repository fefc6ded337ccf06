package onechat.gateway.session;

import static onechat.gateway.session.LocalServer.HEARTBEAT;
import static onechat.gateway.session.LocalServer.RESUME_WINDOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.signaling.Gate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a session whose connection breaks, and what its client gets when it is back (contract section 4). */
class ResumeTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final String REPLACED = "{'cmd':'error','msg':'this device logged in again','code':10409}";
    private static final String GONE = "{'cmd':'webrtc_leave','from':1,'to':1,'reason':'disconnected'}";

    private final LocalServer server = serverOfTwo();
    private final LocalClient bob = server.loggedIn("bob", "phone");
    private final LocalClient alice = server.connect();
    private String session = "";

    private static LocalServer serverOfTwo() {
        LocalServer server = new LocalServer();
        server.directory.rooms.put(1L, Set.of(1L, 2L));
        return server;
    }

    /** She has got the join's ack, and nothing else in the session. */
    @BeforeEach
    void bobAndAliceAreInACall() {
        session = alice.loginToResume("alice", "phone");
        bob.send("{'cmd':'webrtc_create','to':1}");
        alice.gets("{'cmd':'webrtc_create','from':2,'to':1,'expires_in':60}");
        alice.send("{'cmd':'webrtc_join','to':1,'ack':'j'}");
        alice.gets("{'cmd':'ack','action':'webrtc_join','ack':'j','to':1,'members':[2],'ice_servers':[]}");
        bob.gets("{'cmd':'webrtc_join','from':1,'to':1,'ack':'j'}");
    }

    private void bobOffers(String sdp) {
        bob.send("{'cmd':'webrtc_send_offer','to':1,'sdp':'" + sdp + "','ack':'" + sdp + "'}");
        bob.gets("{'cmd':'ack','action':'webrtc_send_offer','ack':'" + sdp + "'}");
    }

    /** So many offers, none of which is acked. */
    private void bobSends(int offers) {
        for (int i = 0; i < offers; i++) {
            bob.send("{'cmd':'webrtc_send_offer','to':1,'sdp':'o'}");
            server.pass(Duration.ofMillis(5));
        }
    }

    private static String offer(String sdp) {
        return "{'cmd':'webrtc_send_offer','from':2,'sdp':'" + sdp + "','ack':'" + sdp + "'}";
    }

    private static String resumed(int replayed) {
        return "{'cmd':'ack','action':'login','ack':'r','resumed':true,'replayed':" + replayed + "}";
    }

    private LocalClient comesBack(int received) {
        return comesBack(session, received);
    }

    private LocalClient comesBack(String session, int received) {
        LocalClient back = server.connect();
        back.send("{'cmd':'login','session':'" + session + "','received':" + received + ",'ack':'r'}");
        return back;
    }

    private static void assertNotResumable(LocalClient client) {
        assertThat(client.takeEvents())
                .singleElement()
                .asString()
                .contains("\"code\":10410", "\"action\":\"login\"", "\"ack\":\"r\"");
    }

    @Test
    void onlyWhoAsksGetsASessionAndItIsNamedByWhatNobodyGuesses() {
        Matcher login = Pattern.compile("\"session\":\"([A-Za-z0-9_-]{32})\",\"resume_window\":30}$")
                .matcher(alice.loginAck());
        assertThat(login.find()).as(alice.loginAck()).isTrue();
        assertThat(server.connect().loginToResume("alice", "tablet")).isNotEqualTo(session);

        LocalClient carol = server.connect();
        carol.login("carol", "phone");
        assertThat(carol.takeEvents()).singleElement().asString().doesNotContain("session");
    }

    @Test
    void whatWasSentMeanwhileFollowsTheAckInOrderAndTheCallGoesOn() {
        alice.isCutOff();
        bobOffers("one");
        bobOffers("two");

        LocalClient back = comesBack(2);
        back.gets(resumed(2), offer("one"), offer("two"));
        bobOffers("three");
        back.gets(offer("three"));
        back.send("{'cmd':'webrtc_send_answer','to':2,'sdp':'a'}");
        bob.gets("{'cmd':'webrtc_send_answer','from':1,'sdp':'a'}");
        alice.gets();
    }

    @Test
    void onlyWhatTheClientHasNotGotIsReplayed() {
        bobOffers("one");
        bobOffers("two");
        alice.gets(offer("one"), offer("two"));
        alice.isCutOff();

        comesBack(3).gets(resumed(1), offer("two"));
        comesBack(4).gets(resumed(0));
    }

    @Test
    void acksAndErrorsCountAndAreReplayedButTheAcksOfLoginsAreNot() {
        alice.send(
                "{'cmd':'ping','ack':'p'}",
                "{'cmd':'nonsense','ack':'n'}",
                "{'cmd':'login','name':'a','pass':'b','ack':'l2'}");
        String replies = String.join("\n", alice.getsMany(3));
        alice.isCutOff();

        LocalClient back = comesBack(2);
        assertThat(back.getsMany(4)).hasSize(4).first().isEqualTo(LocalClient.json(resumed(3)));
        assertThat(replies).contains("\"code\":10400", "\"code\":10403");
        comesBack(5).gets(resumed(0));
    }

    @Test
    void aSessionGoesOnThoughItsOldConnectionStillLooksOpenWhichIsThenClosed() {
        bobOffers("one");
        LocalClient back = comesBack(2);

        back.gets(resumed(1), offer("one"));
        alice.gets(offer("one"), REPLACED, "closed 1008");
        bobOffers("two");
        back.gets(offer("two"));
        alice.isCutOff();
        bob.gets();
        assertThat(server.calls.usersIn(1)).containsExactly(2L, 1L);
    }

    @Test
    void whatIsReadFromTheOldConnectionAfterwardsIsNotCarriedOut() {
        LocalClient back = comesBack(2);
        back.gets(resumed(0));
        alice.send("{'cmd':'webrtc_leave','to':1,'ack':'x'}", "nonsense");
        alice.breaksTheFraming();

        alice.gets(REPLACED, "closed 1008");
        back.gets();
        assertThat(server.calls.usersIn(1)).containsExactly(2L, 1L);
    }

    @Test
    void aResumeThatWasOvertakenByOneOnALaterConnectionChangesNothing() {
        LocalClient givenUp = server.connect();
        LocalClient back = comesBack(2);
        back.gets(resumed(0));
        givenUp.send("{'cmd':'login','session':'" + session + "','received':2,'ack':'r'}");

        assertNotResumable(givenUp);
        bobOffers("one");
        back.gets(offer("one"));
    }

    @Test
    void whoTakesOverWaitsForTheCommandThatIsBeingCarriedOut() throws InterruptedException {
        Gate directory = new Gate();
        server.directory.meanwhile = directory::pass;
        Thread old = Thread.ofPlatform().daemon().start(() -> alice.send("{'cmd':'webrtc_create','to':1,'ack':'c'}"));
        directory.awaitReached();
        LocalClient back = server.connect();
        Thread takeover = Thread.ofPlatform()
                .daemon()
                .start(() -> back.send(
                        "{'cmd':'login','session':'" + session + "','received':2,'ack':'r'}",
                        "{'cmd':'webrtc_create','to':1,'ack':'c'}",
                        "{'cmd':'ping','ack':'p'}"));
        await().until(() -> takeover.getState() == Thread.State.WAITING);

        directory.open();
        old.join();
        takeover.join();
        String created =
                "{'cmd':'ack','action':'webrtc_create','ack':'c','to':1,'members':[2],'ringing':[],'offline':[],"
                        + "'ice_servers':[]}";
        back.gets(resumed(1), created, created, "{'cmd':'ack','action':'ping','ack':'p'}");
    }

    @Test
    void aCommandThatComesAgainIsNotCarriedOutAgainAndGetsTheSameReply() {
        alice.isCutOff();
        LocalClient back = comesBack(2);
        back.gets(resumed(0));
        back.send(
                "{'cmd':'webrtc_send_answer','to':2,'sdp':'a','ack':'s'}",
                "{'cmd':'webrtc_send_answer','to':2,'sdp':'a','ack':'s'}",
                "{'cmd':'webrtc_send_answer','to':3,'sdp':'a','ack':'e'}",
                "{'cmd':'webrtc_send_answer','to':3,'sdp':'a','ack':'e'}");

        String done = "{'cmd':'ack','action':'webrtc_send_answer','ack':'s'}";
        String refused = "{'cmd':'error','msg':'you are in no call with this user','code':10404,"
                + "'action':'webrtc_send_answer','ack':'e'}";
        back.gets(done, done, refused, refused);
        bob.gets("{'cmd':'webrtc_send_answer','from':1,'sdp':'a','ack':'s'}");
    }

    @Test
    void anAckOfAnotherTypeIsAnotherCommand() {
        alice.send(
                "{'cmd':'webrtc_send_answer','to':2,'sdp':'a','ack':1}",
                "{'cmd':'webrtc_send_answer','to':2,'sdp':'b','ack':'1'}");

        bob.gets(
                "{'cmd':'webrtc_send_answer','from':1,'sdp':'a','ack':1}",
                "{'cmd':'webrtc_send_answer','from':1,'sdp':'b','ack':'1'}");
    }

    @Test
    void aCommandWithoutAnAckIsCarriedOutEachTime() {
        alice.send("{'cmd':'webrtc_send_answer','to':2,'sdp':'a'}", "{'cmd':'webrtc_send_answer','to':2,'sdp':'a'}");

        bob.gets("{'cmd':'webrtc_send_answer','from':1,'sdp':'a'}", "{'cmd':'webrtc_send_answer','from':1,'sdp':'a'}");
    }

    @Test
    void whoDidNotAskToResumeMayUseAnAckAsOftenAsItLikes() {
        bob.send(
                "{'cmd':'webrtc_send_offer','to':1,'sdp':'a','ack':'s'}",
                "{'cmd':'webrtc_send_offer','to':1,'sdp':'b','ack':'s'}");

        alice.gets(
                "{'cmd':'webrtc_send_offer','from':2,'sdp':'a','ack':'s'}",
                "{'cmd':'webrtc_send_offer','from':2,'sdp':'b','ack':'s'}");
    }

    @Test
    void theLastThousandAndTwentyFourCommandsAreRemembered() {
        LocalServer unhurried = new LocalServer(0, SessionOptions.DEFAULT_MAX_OUTBOX_BYTES);
        LocalClient client = unhurried.connect();
        client.loginToResume("alice", "phone");
        client.send("{'cmd':'webrtc_leave','to':1,'ack':'first'}");
        for (int i = 1; i < 1_024; i++) {
            client.send("{'cmd':'webrtc_leave','to':2,'ack':" + i + "}");
        }
        client.takeEvents();
        unhurried.loggedIn("bob", "phone").send("{'cmd':'webrtc_create','to':1}");
        client.gets("{'cmd':'webrtc_create','from':2,'to':1,'expires_in':60}");

        client.send("{'cmd':'webrtc_leave','to':1,'ack':'first'}");
        assertThat(client.takeEvents()).singleElement().asString().contains("\"code\":10404");
        client.send("{'cmd':'webrtc_leave','to':2,'ack':1024}");
        client.takeEvents();
        client.send("{'cmd':'webrtc_leave','to':1,'ack':'first'}");
        client.gets("{'cmd':'ack','action':'webrtc_leave','ack':'first'}");
    }

    @Test
    void aPresenceThatComesAgainGetsTheFirstReplyThoughThingsAreOtherwiseNow() {
        server.directory.rooms.put(1L, Set.of(1L, 2L, 3L));
        String asks = "{'cmd':'presence','to':1,'ack':'p'}";
        String told = "{'cmd':'ack','action':'presence','ack':'p','to':1,'members':[2],'online':[],'offline':[3]}";
        alice.send(asks);
        server.loggedIn("carol", "phone");
        alice.send(asks);
        alice.gets(told, told);

        alice.send("{'cmd':'presence','to':1,'ack':'q'}");
        alice.gets("{'cmd':'ack','action':'presence','ack':'q','to':1,'members':[2],'online':[3],'offline':[]}");
    }

    @Test
    void aCommandThatWasRefusedForNowIsCarriedOutWhenItComesAgain() {
        server.directory.isDown = true;
        alice.send("{'cmd':'webrtc_create','to':1,'ack':'c'}");
        server.directory.isDown = false;
        alice.send("{'cmd':'webrtc_create','to':1,'ack':'c'}");
        server.directory.meanwhile = () -> {
            throw new IllegalStateException("a bug");
        };
        alice.send("{'cmd':'webrtc_create','to':1,'ack':'d'}");
        server.directory.meanwhile = () -> {};
        alice.send("{'cmd':'webrtc_create','to':1,'ack':'d'}");

        assertThat(alice.takeEvents())
                .satisfiesExactly(
                        down -> assertThat(down).contains("10503"),
                        done -> assertThat(done).contains("\"cmd\":\"ack\"", "\"ack\":\"c\""),
                        fault -> assertThat(fault).contains("10500"),
                        done -> assertThat(done).contains("\"cmd\":\"ack\"", "\"ack\":\"d\""));
    }

    @Test
    void aCommandThatWasOneTooManyIsCarriedOutWhenItComesAgain() {
        LocalServer strict = new LocalServer(1, SessionOptions.DEFAULT_MAX_OUTBOX_BYTES);
        LocalClient client = strict.connect();
        client.loginToResume("alice", "phone");
        for (int i = 0; i < 4; i++) {
            client.send("{'cmd':'ping','ack':" + i + "}");
        }
        client.takeEvents();
        client.send("{'cmd':'ping','ack':'p'}");
        strict.pass(Duration.ofSeconds(1));
        client.send("{'cmd':'ping','ack':'p'}");

        assertThat(client.takeEvents())
                .satisfiesExactly(slow -> assertThat(slow).contains("10429"), done -> assertThat(done)
                        .contains("\"cmd\":\"ack\""));
    }

    @Test
    void aSessionThatIsNotResumedInTimeLeavesItsCalls() {
        alice.isCutOff();
        server.passAndSweep(RESUME_WINDOW.minus(A_MOMENT));
        bob.gets();
        assertThat(server.devices.devicesOf(1)).hasSize(1);

        server.passAndSweep(A_MOMENT);
        bob.gets(GONE);
        assertThat(server.devices.devicesOf(1)).isEmpty();
        assertNotResumable(comesBack(2));
    }

    @Test
    void theWindowBeginsAnewWithEachLoss() {
        alice.isCutOff();
        server.passAndSweep(RESUME_WINDOW.minus(A_MOMENT));
        LocalClient back = comesBack(2);
        server.passAndSweep(RESUME_WINDOW.minus(A_MOMENT));
        back.isCutOff();
        bob.heard();
        server.passAndSweep(RESUME_WINDOW.minus(A_MOMENT));

        comesBack(2).gets(resumed(0));
        bob.gets();
    }

    @Test
    void whoIsAwayIsRungAndGetsTheRingWithTheLeaveThatEndedItWhenItIsBack() {
        bob.send("{'cmd':'webrtc_leave','to':1}");
        alice.send("{'cmd':'webrtc_leave','to':1}");
        alice.takeEvents();
        alice.isCutOff();
        bob.takeEvents();
        bob.send("{'cmd':'webrtc_create','to':1,'ack':'c'}");
        bob.gets("{'cmd':'ack','action':'webrtc_create','ack':'c','to':1,'members':[],'ringing':[1],'offline':[],"
                + "'ice_servers':[]}");
        bob.send("{'cmd':'webrtc_leave','to':1}");

        comesBack(3)
                .gets(
                        resumed(2),
                        "{'cmd':'webrtc_create','from':2,'to':1,'ack':'c','expires_in':60}",
                        "{'cmd':'webrtc_leave','from':2,'to':1,'reason':'ended'}");
    }

    @Test
    void aFramingFaultClosesTheConnectionAndTheSessionStaysWithTheErrorForItsClient() {
        alice.breaksTheFraming();
        alice.gets("{'cmd':'error','msg':'no frame','code':10400}", "closed 1008");
        alice.isCutOff();
        bobOffers("one");

        bob.gets();
        comesBack(2).gets(resumed(2), "{'cmd':'error','msg':'no frame','code':10400}", offer("one"));
    }

    @Test
    void aClientThatFellSilentMayComeBack() {
        server.pass(HEARTBEAT.multipliedBy(3));
        bob.heard();
        server.passAndSweep(A_MOMENT);
        String silent = "{'cmd':'error','msg':'silent for three heartbeats','code':10408}";
        alice.gets(silent, "closed 1008");
        server.passAndSweep(RESUME_WINDOW.minus(A_MOMENT));

        bob.gets();
        comesBack(2).gets(resumed(1), silent);
    }

    @Test
    void afterALogoutNobodyComesBack() {
        alice.send("{'cmd':'logout','ack':'bye'}");
        alice.gets("{'cmd':'ack','action':'logout','ack':'bye'}", "closed 1000");
        bob.gets("{'cmd':'webrtc_leave','from':1,'to':1,'ack':'bye','reason':'left'}");

        assertNotResumable(comesBack(3));
    }

    @Test
    void aDeviceThatLogsInAnewEndsTheSessionWhetherItsClientIsThereOrAway() {
        LocalClient anew = server.connect();
        anew.loginToResume("alice", "phone");
        alice.gets(REPLACED, "closed 1008");
        bob.gets(GONE);
        assertNotResumable(comesBack(2));

        anew.isCutOff();
        String third = server.connect().loginToResume("alice", "phone");
        assertThat(server.devices.devicesOf(1)).hasSize(1);
        assertThat(third).isNotEqualTo(session);
    }

    @Test
    void afterADrainNobodyComesBack() {
        server.sessions.drain();
        alice.isCutOff();

        assertThat(server.devices.devicesOf(1)).isEmpty();
        assertThat(alice.getsMany(2)).first().asString().contains("10503");
    }

    @Test
    void aNameThatIsNoSessionsIsRefusedAndTheConnectionLives() {
        String other = (session.charAt(31) == 'A' ? 'B' : 'A') + "";
        for (String name : new String[] {
            "", "x", session + "x", session.substring(0, 31), session.substring(0, 31) + other, "*".repeat(32)
        }) {
            LocalClient client = comesBack(name, 2);
            assertNotResumable(client);
            client.login("carol", "phone");
            assertThat(client.takeEvents()).singleElement().asString().contains("\"cmd\":\"ack\"");
        }
        bob.gets();
    }

    @Test
    void whoGotMoreThanWasSentIsRefusedAndTheSessionStays() {
        alice.isCutOff();
        assertNotResumable(comesBack(3));
        comesBack(2).gets(resumed(0));

        LocalClient back = comesBack(2);
        back.takeEvents();
        back.send("{'cmd':'ping','received':3,'ack':'p'}");
        List<String> refused = back.takeEvents();
        assertThat(refused).singleElement().asString().contains("\"code\":10400", "\"ack\":\"p\"");

        bobOffers("one");
        back.takeEvents();
        back.send("{'cmd':'ping','received':3,'ack':'p'}");
        assertThat(back.takeEvents())
                .as("the first reply, though it is right by now")
                .isEqualTo(refused);
    }

    @Test
    void aPingIsAckedHoweverOftenItComesAndPushesNoCommandOutOfMemory() {
        LocalServer unhurried = new LocalServer(0, SessionOptions.DEFAULT_MAX_OUTBOX_BYTES);
        LocalClient client = unhurried.connect();
        client.loginToResume("alice", "phone");
        client.send("{'cmd':'webrtc_leave','to':1,'ack':'first'}");
        String refused = client.takeEvents().getLast();
        for (int i = 0; i < 1_024; i++) {
            String ping = "{'cmd':'ping','ack':" + i + "}";
            String acked = "{'cmd':'ack','action':'ping','ack':" + i + "}";
            client.send(ping, ping);
            client.gets(acked, acked);
        }

        unhurried.loggedIn("bob", "phone").send("{'cmd':'webrtc_create','to':1}");
        client.gets("{'cmd':'webrtc_create','from':2,'to':1,'expires_in':60}");
        client.send("{'cmd':'webrtc_leave','to':1,'ack':'first'}");
        client.gets(refused);
    }

    @Test
    void whatTheClientSaidItGotIsNotKeptAndASessionWhoseFramesAreGoneEndsAtOnce() {
        bobOffers("one");
        alice.send("{'cmd':'ping','received':3}");
        alice.isCutOff();
        comesBack(3).gets(resumed(0));

        LocalClient mistaken = comesBack(2);
        assertNotResumable(mistaken);
        bob.gets(GONE);
        assertThat(server.devices.devicesOf(1)).isEmpty();
    }

    @Test
    void aReportThatComesLateChangesNothing() {
        bobOffers("one");
        alice.send("{'cmd':'ping','received':3}", "{'cmd':'ping','received':1}");
        alice.isCutOff();

        comesBack(3).gets(resumed(0));
    }

    @Test
    void aClientThatReportsSeldomKeepsItsLastFramesAndComesBackWithThem() {
        bobSends(1_025);
        alice.isCutOff();
        LocalClient back = comesBack(3);
        assertThat(back.takeEvents()).hasSize(1 + 1_024);
    }

    @Test
    void aClientThatMissesMoreThanIsKeptIsGoneAtOnce() {
        alice.isCutOff();
        bobSends(1_024);
        server.sessions.sweep();
        bob.gets();
        alice.takeEvents();
        // The 1,025th drops the first that no connection ever had.
        bobOffers("one too many");
        bobOffers("and another");
        bobOffers("and a third");
        server.sessions.sweep();

        bob.gets(GONE);
    }

    @Test
    void whatIsReplayedDoesNotCountAsWaiting() throws InterruptedException {
        LocalServer narrow = new LocalServer(0, 2_000);
        LocalClient callee = narrow.connect();
        String name = callee.loginToResume("alice", "phone");
        LocalClient caller = narrow.loggedIn("bob", "phone");
        caller.send("{'cmd':'webrtc_create','to':1}");
        callee.send("{'cmd':'webrtc_join','to':1}");
        callee.isCutOff();
        caller.takeEvents();
        for (int i = 0; i < 5; i++) {
            caller.send("{'cmd':'webrtc_send_offer','to':1,'sdp':'" + "s".repeat(900) + "'}");
        }
        LocalClient back = narrow.connect();
        Gate stalled = new Gate();
        back.connection.stallAt(stalled);
        Thread reader = Thread.ofPlatform()
                .daemon()
                .start(() -> back.send("{'cmd':'login','session':'" + name + "','received':0,'ack':'r'}"));
        stalled.awaitReached();
        caller.send("{'cmd':'webrtc_send_offer','to':1,'sdp':'" + "s".repeat(900) + "'}");
        stalled.open();
        reader.join();

        assertThat(back.getsMany(8)).noneMatch("aborted"::equals);
    }

    @Test
    void withoutAWindowNoSessionIsOffered() {
        LocalServer without = LocalServer.withoutResume();
        LocalClient client = without.connect();
        client.send("{'cmd':'login','name':'alice','pass':'alice','resume':true,'ack':'l'}");

        assertThat(client.takeEvents()).singleElement().asString().doesNotContain("session", "resume_window");
    }
}
