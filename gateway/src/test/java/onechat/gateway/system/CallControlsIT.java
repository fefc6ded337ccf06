package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SelectOption;
import java.sql.SQLException;
import java.util.List;
import onechat.gateway.StartException;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import onechat.gateway.peer.Chromium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one does in a call on the page, and what the others see of it. */
class CallControlsIT {
    private static final int ROOM = 2;
    private static final String OTHER_MICROPHONE = "Fake Audio Input 2";
    private static final String SENT_AUDIO = """
            rtcProbe.connections
              .filter(({ connectionState }) => connectionState !== 'closed')
              .flatMap((connection) => connection.getSenders())
              .filter(({ track }) => track?.kind === 'audio')
              .map(({ track }) => track.label)""";

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static String url(DemoServer server) {
        return "http://127.0.0.1:" + server.endpoints().http().getPort() + "/";
    }

    @Test
    void theOthersSeeAScreenAndThenTheCameraAgain() throws StartException {
        try (DemoServer server = new DemoServer()) {
            WebUser alice = WebUser.logIn(chromium.open("alice", url(server)), "alice");
            WebUser bob = WebUser.logIn(chromium.open("bob", url(server)), "bob");
            alice.call(ROOM);
            bob.accept();
            bob.awaitMoving(1);

            alice.tab().click("#screen");
            bob.awaitTile(1, "[data-screen=true]");
            bob.awaitMoving(1);
            bob.page().screenshot("screen");
            alice.page().screenshot("own-screen");
            alice.tab().click("#screen");

            bob.awaitTile(1, "[data-screen=false]");
            bob.awaitMoving(1);
        }
    }

    @Test
    void theOthersSeeWhoIsMutedWhoseCameraIsOffAndWhoSpeaks() throws StartException {
        try (DemoServer server = new DemoServer()) {
            WebUser alice = WebUser.logIn(chromium.open("alice", url(server)), "alice");
            WebUser bob = WebUser.logIn(chromium.open("bob", url(server)), "bob");
            alice.call(ROOM);
            bob.accept();
            bob.awaitTile(1, "[data-seen=true][data-audio=on]");
            bob.awaitTile(1, "[data-speaking=true]"); // the fake microphone beeps
            bob.awaitTile(1, "[data-quality=good]");

            alice.tab().keyboard().press("m");
            bob.awaitTile(1, "[data-audio=off][data-speaking=false]");
            alice.tab().keyboard().press("v");
            bob.awaitTile(1, "[data-seen=false]");
            bob.page().screenshot("camera-off");
            alice.tab().click("#mute");
            alice.tab().click("#camera");

            bob.awaitTile(1, "[data-seen=true][data-audio=on]");
            bob.awaitMoving(1);
        }
    }

    @Test
    void anotherMicrophoneIsTakenInTheMiddleOfACall() throws StartException {
        try (DemoServer server = new DemoServer()) {
            WebUser alice = WebUser.logIn(chromium.open("alice", url(server)), "alice");
            WebUser bob = WebUser.logIn(chromium.open("bob", url(server)), "bob");
            alice.call(ROOM);
            bob.accept();
            bob.awaitTile(1, "[data-speaking=true]");
            alice.tab().click("#settings");
            alice.page().await("the devices are named", () -> alice.tab()
                    .locator("#microphone-choice option")
                    .allInnerTexts()
                    .contains(OTHER_MICROPHONE));

            alice.tab().selectOption("#microphone-choice", new SelectOption().setLabel(OTHER_MICROPHONE));

            alice.page().await("it is in use", () -> alice.tab()
                    .evaluate(SENT_AUDIO)
                    .equals(List.of(OTHER_MICROPHONE)));
            alice.tab().click("#settings-close");
            bob.awaitTile(1, "[data-speaking=true][data-audio=on]");
            assertThat(alice.page().rtc().connectionStates()).containsExactly("connected");
            alice.hangUp();
            bob.awaitView("rooms");
            bob.call(ROOM);
            alice.accept();
            alice.page().await("it is remembered", () -> alice.tab()
                    .evaluate(SENT_AUDIO)
                    .equals(List.of(OTHER_MICROPHONE)));
        }
    }

    @Test
    void theCallFillsTheScreenUntilItIsOver() throws StartException {
        try (DemoServer server = new DemoServer()) {
            WebUser alice = WebUser.logIn(chromium.open("alice", url(server)), "alice");
            WebUser bob = WebUser.logIn(chromium.open("bob", url(server)), "bob");
            alice.call(ROOM);
            bob.accept();

            alice.tab().click("#fullscreen");
            alice.tab().waitForSelector("#fullscreen[aria-pressed=true]");
            assertThat(alice.tab().evaluate("document.fullscreenElement !== null"))
                    .isEqualTo(true);
            bob.hangUp();

            alice.awaitView("rooms");
            alice.page().await("the window is as it was", () -> alice.tab()
                    .evaluate("document.fullscreenElement === null")
                    .equals(true));
        }
    }

    @Test
    void namesAndTextsOfOthersAreTextWhateverTheySay() throws StartException, SQLException {
        String evil = "<img src=x onerror=alert(1)>";
        DirectoryOptions database = ManyUsers.nobody();
        try (DemoServer server = new DemoServer(DemoServer.options(database))) {
            ManyUsers.addPairs(database, 2);
            TestDatabase.execute(
                    database,
                    "UPDATE rooms SET name = '" + evil + "'",
                    "UPDATE users SET mobile = '" + evil + "' WHERE id = 1");
            WebUser alice = WebUser.logIn(chromium.open("evil", url(server)), evil, "alice");
            WebUser bob = ManyUsers.login(chromium.open("user2", url(server)), 2);
            bob.tab().onDialog(dialog -> {
                throw new AssertionError("a dialog: " + dialog.message());
            });

            assertThat(bob.tab().innerText("#rooms [data-room='1'] .name")).isEqualTo(evil);
            assertThat(alice.tab().innerText("#self")).contains(evil);
            alice.call(1);
            bob.awaitRing();
            assertThat(bob.tab().innerText("#ring")).contains(evil);
            bob.accept();
            alice.say(evil);
            bob.awaitSaid(evil);
            assertThat(bob.tab().innerText("#call-title")).contains(evil);
            assertThat(bob.tab().locator("img").count()).isZero();
            bob.page().screenshot("names");
        }
    }
}
