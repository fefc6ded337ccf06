package onechat.gateway.system;

import java.util.List;
import onechat.gateway.StartException;
import onechat.gateway.peer.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People whose camera or microphone can't be had: they are told why, and take part all the same. */
class WithoutDevicesIT {
    private static final int ROOM = 2;

    @RegisterExtension
    static final Chromium withDevices = new Chromium();

    @RegisterExtension
    static final Chromium asks = Chromium.thatAsks();

    private final DemoServer server = new DemoServer();

    WithoutDevicesIT() throws StartException {}

    @AfterEach
    void stop() {
        server.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.endpoints().http().getPort() + "/";
    }

    private void callAndSee(WebUser without, String notice, String moment) {
        WebUser bob = WebUser.logIn(withDevices.open("bob", url()), "bob");
        without.call(ROOM);
        without.awaitNotice(notice);
        bob.accept();

        without.awaitTile(2, "[data-seen=true]");
        without.awaitMoving(2);
        bob.awaitTile(1, "[data-seen=false][data-audio=off]");
        without.page().screenshot(moment);
        without.say("I hear you");
        bob.awaitSaid("I hear you");
    }

    @Test
    void whoRefusesThemIsToldWhatToDoAndSeesTheOther() {
        WebUser alice = WebUser.logIn(asks.open("alice", url()), "alice");

        callAndSee(alice, "not allowed to use your camera and microphone", "refused");
    }

    @Test
    void whoAllowsTheMicrophoneAloneIsHeard() {
        WebUser alice = WebUser.logIn(asks.open("alice", url()), "alice");
        alice.tab().context().grantPermissions(List.of("microphone"));
        WebUser bob = WebUser.logIn(withDevices.open("bob", url()), "bob");

        alice.call(ROOM);
        bob.accept();

        alice.awaitNotice("not allowed to use your camera");
        bob.awaitTile(1, "[data-seen=false][data-audio=on]");
        bob.awaitTile(1, "[data-speaking=true]");
        bob.awaitSound(1);
    }
}
