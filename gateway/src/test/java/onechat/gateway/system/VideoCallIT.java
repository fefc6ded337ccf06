package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import onechat.gateway.StartException;
import onechat.gateway.peer.Chromium;
import onechat.gateway.peer.ChromiumPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real video calls through the real server: the page in Chromium, and a native WebRTC stack. */
class VideoCallIT {
    /** A second of video or so: more than a first picture that stands still. */
    private static final int MOVING_FRAMES = 20;

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final DemoServer server = new DemoServer(DemoServer.options());

    VideoCallIT() throws StartException {}

    @AfterEach
    void stop() {
        server.close();
    }

    private ChromiumPage logIn(String name) {
        return logIn(
                name,
                chromium.open(
                        name, "http://127.0.0.1:" + server.endpoints().http().getPort() + "/"));
    }

    private static ChromiumPage logIn(String name, ChromiumPage page) {
        page.page().fill("#name", name);
        page.page().fill("#password", name);
        page.page().click("#login");
        page.page().waitForSelector("body[data-view=rooms]");
        return page;
    }

    private static void call(ChromiumPage page) {
        page.page().click("#rooms [data-room='2'] button.call");
    }

    private static void accept(ChromiumPage page) {
        page.page().waitForSelector("#ring[open]");
        page.screenshot("ring");
        page.page().click("#accept");
    }

    private static void awaitMovingPicture(ChromiumPage page) {
        page.await("frames are decoded", () -> page.rtc().framesDecoded() > 0);
        int first = page.rtc().framesDecoded();
        page.await("the picture moves", () -> page.rtc().framesDecoded() > first + MOVING_FRAMES);
    }

    private static void awaitEnd(ChromiumPage page) {
        page.page().waitForSelector("body[data-view=rooms]");
        page.await("every connection is closed", () -> page.rtc().connectionStates().stream()
                .allMatch("closed"::equals));
        assertThat(page.faults()).isEmpty();
    }

    @Test
    void twoBrowsersSeeEachOtherUntilOneHangsUp() {
        ChromiumPage alice = logIn("alice");
        ChromiumPage bob = logIn("bob");

        call(alice);
        accept(bob);
        awaitMovingPicture(alice);
        awaitMovingPicture(bob);
        Path picture = alice.screenshot("call");
        bob.screenshot("call");
        alice.page().click("#hangup");

        awaitEnd(alice);
        awaitEnd(bob);
        assertThat(Files.exists(picture)).isTrue();
    }

    @Test
    void twoBrowsersSeeEachOtherOverTls() throws Exception {
        try (DemoServer secure = new DemoServer(Transport.SECURE_WEBSOCKET.on(DemoServer.options()))) {
            String url = "https://127.0.0.1:" + secure.endpoints().http().getPort() + "/";
            ChromiumPage alice = logIn("alice", chromium.openUntrusted("alice", url));
            ChromiumPage bob = logIn("bob", chromium.openUntrusted("bob", url));

            call(alice);
            accept(bob);
            awaitMovingPicture(alice);
            awaitMovingPicture(bob);
            alice.page().click("#hangup");

            awaitEnd(alice);
            awaitEnd(bob);
        }
    }

    @Test
    void aBrowserCallsANativeAppAndVideoAndTextGoBothWays() throws Exception {
        ChromiumPage alice = logIn("alice");
        try (NativeApp bob = new NativeApp(server.endpoints().tcp(), "bob", 2, 1)) {
            call(alice);
            alice.await("the native app rings", bob::isRung);
            bob.accept();

            awaitVideoAndText(alice, bob);
            alice.page().click("#hangup");

            alice.await("the native app hears it", bob::isAlone);
            awaitEnd(alice);
        }
    }

    @Test
    void aNativeAppCallsABrowserAndVideoAndTextGoBothWays() throws Exception {
        ChromiumPage alice = logIn("alice");
        try (NativeApp bob = new NativeApp(server.endpoints().tcp(), "bob", 2, 1)) {
            bob.call();
            accept(alice);

            awaitVideoAndText(alice, bob);
            bob.hangUp();

            awaitEnd(alice);
        }
    }

    private static void awaitVideoAndText(ChromiumPage page, NativeApp app) {
        awaitMovingPicture(page);
        int first = app.peer().decodedFrames();
        page.await("the native app sees the picture move", () -> app.peer().decodedFrames() > first + MOVING_FRAMES);
        page.await(
                "text can be sent", () -> page.rtc().isTextOpen() && app.peer().isTextOpen());
        app.peer().sendText("from the app");
        page.await(
                "the text is shown",
                () -> page.page().locator("#chat-log .text").allInnerTexts().contains("from the app"));
        page.page().fill("#chat-input", "from the page");
        page.page().click("#chat-send");
        page.await("the app has the text", () -> app.peer().receivedTexts().contains("from the page"));
        page.screenshot("call");
        assertThat(app.refusals()).isEmpty();
    }
}
