package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import onechat.gateway.signaling.Gate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody ends while somebody else resumes it, each forced to meet the other (contract section 4). */
class ResumeRacesTest {
    private final LocalServer server = new LocalServer();
    private final LocalClient bob = server.loggedIn("bob", "phone");
    private final LocalClient alice = server.connect();
    private final AtomicReference<@Nullable Thread> swept = new AtomicReference<>();
    private String session = "";

    /** She has got the ring and the ack of her join. */
    @BeforeEach
    void bobAndAliceAreInACall() {
        session = alice.loginToResume("alice", "phone");
        bob.send("{'cmd':'webrtc_create','to':1}");
        alice.getsMany(1);
        alice.send("{'cmd':'webrtc_join','to':1,'ack':'j'}");
        alice.getsMany(1);
    }

    /** The sweeper looks whose time is over, and is held between seeing that it is and saying so. */
    private Gate sweepHeldAtItsSecondLook() {
        Gate held = new Gate();
        Thread sweeper = new Thread(server.sessions::sweep);
        server.holdSecondLookOf(sweeper, held);
        sweeper.setDaemon(true);
        sweeper.start();
        swept.set(sweeper);
        held.awaitReached();
        return held;
    }

    private void sweepEnds(Gate held) throws InterruptedException {
        held.open();
        Thread sweeper = swept.get();
        assertThat(sweeper).isNotNull();
        sweeper.join();
    }

    private static int frames(LocalClient client) {
        return client.connection.events().size();
    }

    @Test
    void aTimeOutThatMeetsAResumeComesInsteadOfItAndCountsForNothing() throws InterruptedException {
        alice.isCutOff();
        bob.send("{'cmd':'webrtc_send_offer','to':1,'sdp':'one'}");
        LocalClient back = server.connect();
        server.pass(Duration.ofMillis(10_001));
        Gate timingOut = sweepHeldAtItsSecondLook();
        Thread reader = Thread.ofPlatform()
                .daemon()
                .start(() -> back.send("{'cmd':'login','session':'" + session + "','received':2,'ack':'r'}"));
        // With the end begun, it must not learn that it has its session back: it could not tell what counts behind
        // that.
        await().until(() -> server.threads.oneIsBlocked() || frames(back) > 0);
        sweepEnds(timingOut);
        reader.join();
        back.gets("{'cmd':'error','msg':'no login in time','code':10408}", "closed 1008");
        back.isCutOff();
        bob.send("{'cmd':'webrtc_send_offer','to':1,'sdp':'two'}");

        LocalClient third = server.connect();
        third.send("{'cmd':'login','session':'" + session + "','received':2,'ack':'r'}");
        assertThat(third.getsMany(3))
                .satisfiesExactly(
                        ack -> assertThat(ack).contains("\"replayed\":2"),
                        one -> assertThat(one).contains("\"sdp\":\"one\""),
                        two -> assertThat(two).contains("\"sdp\":\"two\""));
    }

    @Test
    void aLogoutThatMeetsATimeOutIsCarriedOutWhenItComesAgain() throws InterruptedException {
        server.pass(Duration.ofMillis(75_001));
        bob.heard();
        Gate timingOut = sweepHeldAtItsSecondLook();
        Thread reader = Thread.ofPlatform().daemon().start(() -> alice.send("{'cmd':'logout','ack':'bye'}"));
        await().until(() -> reader.getState() == Thread.State.BLOCKED);
        sweepEnds(timingOut);
        reader.join();
        alice.isCutOff();

        LocalClient back = server.connect();
        back.send("{'cmd':'login','session':'" + session + "','received':2,'ack':'r'}", "{'cmd':'logout','ack':'bye'}");
        await().untilAsserted(() -> assertThat(String.join("\n", back.connection.events()))
                .contains("\"action\":\"logout\",\"ack\":\"bye\"", "closed 1000"));
        assertThat(server.calls.usersIn(1)).containsExactly(2L);
    }
}
