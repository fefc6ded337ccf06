package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import onechat.gateway.StartException;
import onechat.gateway.peer.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rings on the pages of several devices: where they are seen, what ends them, and what each is told of it (contract section 5). */
class RingsIT {
    private static final int PAIRS_ROOM = 2;
    private static final int EVERYBODYS_ROOM = 1;

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final DemoServer server = new DemoServer();

    RingsIT() throws StartException {}

    @AfterEach
    void stop() {
        server.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.endpoints().http().getPort() + "/";
    }

    private WebUser logIn(String name, String device) {
        return WebUser.logIn(chromium.open(device, url()), name);
    }

    private WebUser logIn(String name) {
        return logIn(name, name);
    }

    private List<WebUser> bobOnThreeDevices() {
        WebUser desk = logIn("bob", "desk");
        return List.of(
                desk, WebUser.logIn(chromium.openBeside(desk.page(), "tab", url()), "bob"), logIn("bob", "phone"));
    }

    @Test
    void aRingThatIsTakenOnOneOfThreeDevicesStopsOnTheOthers() {
        WebUser alice = logIn("alice");
        List<WebUser> bob = bobOnThreeDevices();

        alice.call(PAIRS_ROOM);
        bob.forEach(WebUser::awaitRing);
        bob.get(1).accept();

        for (WebUser other : List.of(bob.get(0), bob.get(2))) {
            other.awaitNoRing();
            other.awaitStatus("You took the call on another device.");
            assertThat(other.tab().locator("#rooms [data-room='2'] .state").innerText())
                    .contains("on another device");
        }
        alice.awaitMoving(2);
        bob.get(1).awaitMoving(1);
    }

    @Test
    void aRingThatIsDeclinedOnOneOfThreeDevicesStopsOnAllAndTheCallerIsTold() {
        WebUser alice = logIn("alice");
        List<WebUser> bob = bobOnThreeDevices();

        alice.call(PAIRS_ROOM);
        bob.forEach(WebUser::awaitRing);
        bob.getFirst().decline();

        bob.forEach(WebUser::awaitNoRing);
        bob.get(1).awaitStatus("You declined the call on another device.");
        bob.get(2).awaitStatus("You declined the call on another device.");
        alice.awaitView("rooms");
        alice.awaitStatus(" declined.");
    }

    @Test
    void aRingThatTheCallerGivesUpIsMissedOnEveryDevice() {
        WebUser alice = logIn("alice");
        List<WebUser> bob = bobOnThreeDevices();

        alice.call(PAIRS_ROOM);
        bob.forEach(WebUser::awaitRing);
        alice.hangUp();

        for (WebUser device : bob) {
            device.awaitNoRing();
            device.awaitStatus("Missed call from ");
        }
    }

    @Test
    void aCallThatNobodyTakesEndsAfterAMinuteAndIsMissed() {
        WebUser alice = logIn("alice");
        WebUser bob = logIn("bob");
        alice.call(PAIRS_ROOM);
        bob.awaitRing();
        alice.awaitStatus("Ringing ");

        server.clock().pass(Duration.ofSeconds(60));

        alice.awaitView("rooms");
        alice.awaitStatus("No answer from ");
        bob.awaitNoRing();
        bob.awaitStatus("Missed call from ");
    }

    @Test
    void someoneInACallMaySayThatTheyAreBusy() {
        WebUser alice = logIn("alice");
        WebUser bob = logIn("bob");
        WebUser carol = logIn("carol");
        alice.call(PAIRS_ROOM);
        bob.accept();
        alice.awaitMoving(2);

        carol.call(EVERYBODYS_ROOM);
        alice.awaitRing();
        assertThat(alice.tab().innerText("#decline")).isEqualTo("Busy");
        alice.decline();

        carol.tab().waitForSelector("#rung li[data-user='1'][data-state=busy]");
        carol.awaitStatus(" is busy.");
        alice.awaitNoRing();
        bob.awaitRing();
        alice.awaitMoving(2);
    }

    @Test
    void aRingInACallIsAnsweredInItsPlace() {
        WebUser alice = logIn("alice");
        WebUser bob = logIn("bob");
        WebUser carol = logIn("carol");
        alice.call(PAIRS_ROOM);
        bob.accept();
        alice.awaitMoving(2);

        carol.call(EVERYBODYS_ROOM);
        alice.accept();

        alice.awaitMoving(3);
        carol.awaitMoving(1);
        bob.awaitView("rooms");
        bob.awaitStatus(" hung up.");
        bob.awaitRing();
    }

    @Test
    void aCallMovesFromOneTabToAnother() {
        WebUser alice = logIn("alice");
        WebUser bob = logIn("bob");
        WebUser otherTab = WebUser.logIn(chromium.openBeside(bob.page(), "bobs-other-tab", url()), "bob");
        alice.call(PAIRS_ROOM);
        bob.accept();
        alice.awaitMoving(2);

        otherTab.call(PAIRS_ROOM); // its button says Join by now

        otherTab.awaitMoving(1);
        bob.awaitView("rooms");
        bob.awaitStatus("The call goes on with your other device.");
        alice.awaitMoving(2);
        assertThat(alice.tab().getAttribute("body", "data-view")).isEqualTo("call");
        assertThat(bob.page().rtc().connectionStates()).allMatch("closed"::equals);
    }

    @Test
    void whoComesOnlineWhileItRingsIsRungToo() {
        WebUser alice = logIn("alice");
        alice.call(PAIRS_ROOM);
        alice.awaitStatus(" is offline.");

        WebUser bob = logIn("bob");

        bob.accept();
        alice.awaitMoving(2);
    }
}
