package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import onechat.gateway.StartException;
import onechat.gateway.peer.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people see on the page when the server, the network or a page goes away in the middle of a call. */
class CallInterruptionsIT {
    private static final int ROOM = 1;

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final DemoServer server = new DemoServer();
    private final SwitchedNetwork network;
    private WebUser alice;
    private WebUser bob;

    CallInterruptionsIT() throws StartException, IOException {
        network = new SwitchedNetwork(server.endpoints().http());
    }

    /** Alice is behind a network that the test switches. */
    @BeforeEach
    void callEachOther() {
        alice = WebUser.logIn(chromium.open("alice", network.url()), "alice");
        bob = logIn("bob");
        alice.call(ROOM);
        bob.accept();
        alice.awaitMoving(2);
        bob.awaitMoving(1);
    }

    @AfterEach
    void stop() throws IOException {
        network.close();
        server.close();
    }

    private WebUser logIn(String name) {
        return WebUser.logIn(
                chromium.open(
                        name, "http://127.0.0.1:" + server.endpoints().http().getPort() + "/"),
                name);
    }

    @Test
    void aPageThatIsReloadedIsBackInItsCallAndNobodySawItLeave() {
        bob.tab().evaluate("""
                () => {
                  window.said = [];
                  new MutationObserver(() => said.push(document.querySelector('#status').textContent))
                    .observe(document.querySelector('#status'), { childList: true, characterData: true, subtree: true });
                }""");

        alice.tab().reload();

        alice.awaitView("call");
        alice.awaitMoving(2);
        bob.awaitMoving(1);
        bob.say("still there");
        alice.awaitSaid("still there");
        alice.say("yes");
        bob.awaitSaid("yes");
        assertThat((String) bob.tab().evaluate("said.join()")).doesNotContain("hung up", "lost", "joined");
    }

    @Test
    void aNetworkThatIsCutIsSaidAndNothingIsMissedWhenItIsBack() {
        alice.page().tolerateLostConnections();
        WebUser carol = logIn("carol");

        network.cut();
        alice.awaitConnection("Reconnecting");
        alice.awaitMoving(2);
        carol.accept();
        carol.awaitTile(2, "[data-state=connected][data-seen=true]");
        alice.page().screenshot("reconnecting");
        network.restore();

        alice.awaitConnection("");
        alice.awaitMoving(2, 3);
        carol.awaitMoving(1, 2);
        carol.say("hello from carol");
        alice.awaitSaid("hello from carol");
        carol.hangUp();
        alice.awaitTileGone(3);
    }

    @Test
    void aCallOutlivesItsServer() throws StartException, IOException {
        alice.page().tolerateLostConnections();
        WebUser carol = WebUser.logIn(chromium.open("carol", network.url()), "carol");
        carol.page().tolerateLostConnections();
        carol.accept();
        alice.awaitMoving(2, 3);
        bob.hangUp();
        bob.page().close();
        alice.awaitMoving(3);

        network.cut();
        server.close();
        alice.awaitConnection("Reconnecting");
        alice.awaitMoving(3);
        carol.awaitMoving(1);
        try (DemoServer another = new DemoServer()) {
            network.restore(another.endpoints().http());

            alice.awaitConnection("");
            carol.awaitConnection("");
            alice.awaitMoving(3);
            carol.awaitMoving(1);
            alice.say("back again");
            carol.awaitSaid("back again");
            WebUser dave = WebUser.logIn(chromium.open("dave", network.url()), "dave");
            dave.accept(); // the call is another to the server, which rings whoever is not in it
            dave.awaitMoving(1, 3);
            alice.awaitMoving(3, 4);
        }
    }
}
