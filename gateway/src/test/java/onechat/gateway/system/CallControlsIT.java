package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import onechat.gateway.StartException;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import onechat.gateway.peer.Chromium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one does in a call on the page, and what the others see of it. */
class CallControlsIT {
    private static final int ROOM = 2;

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
