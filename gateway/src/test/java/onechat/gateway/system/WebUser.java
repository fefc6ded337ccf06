package onechat.gateway.system;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import onechat.gateway.peer.Chromium;
import onechat.gateway.peer.ChromiumPage;
import org.jspecify.annotations.Nullable;

/** One person at the page, who does what people do there and sees what they see. Confined to the thread of its {@link Chromium}. */
final class WebUser {
    /** A second of video or so, or some seconds of a slow camera: more than a first picture that stands still. */
    private static final int MOVING_FRAMES = 10;

    private final ChromiumPage page;

    WebUser(ChromiumPage page) {
        this.page = page;
    }

    /** Logs in with the name as the password, as the demo has it. */
    static WebUser logIn(ChromiumPage page, String name) {
        return logIn(page, name, name);
    }

    static WebUser logIn(ChromiumPage page, String name, String password) {
        WebUser user = new WebUser(page);
        user.tab().fill("#name", name);
        user.tab().fill("#password", password);
        user.tab().click("#login");
        user.awaitView("rooms");
        return user;
    }

    ChromiumPage page() {
        return page;
    }

    Page tab() {
        return page.page();
    }

    /** Waits for one of {@code login}, {@code rooms} and {@code call}. */
    void awaitView(String view) {
        tab().waitForSelector("body[data-view=" + view + "]");
    }

    void call(int room) {
        tab().click("#rooms [data-room='" + room + "'] button.call");
        awaitView("call");
    }

    void awaitRing() {
        tab().waitForSelector("#ring[open]");
    }

    void awaitNoRing() {
        tab().waitForSelector(
                        "#ring:not([open])", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
    }

    void accept() {
        awaitRing();
        tab().click("#accept");
        awaitView("call");
    }

    void decline() {
        awaitRing();
        tab().click("#decline");
    }

    void hangUp() {
        tab().click("#hangup");
        awaitView("rooms");
    }

    /** Waits until the page says this about how things stand. */
    void awaitStatus(String part) {
        awaitText("#status", part);
    }

    /** Waits until it says this of what went wrong. */
    void awaitNotice(String part) {
        awaitText("#notice", part);
    }

    /** Waits until it says this of the connection to the server; empty for nothing. */
    void awaitConnection(String part) {
        page.await("it says of the connection: " + part, () -> {
            String said = tab().innerText("#connection");
            return part.isEmpty() ? said.isEmpty() : said.contains(part);
        });
    }

    private void awaitText(String selector, String part) {
        String[] said = {""};
        try {
            page.await(selector + " says: " + part, () -> {
                said[0] = tab().innerText(selector);
                return said[0].contains(part);
            });
        } catch (AssertionError e) {
            throw new AssertionError("it says: " + said[0], e);
        }
    }

    /** Waits until the tile of another participant has, say, {@code [data-audio=off]}. */
    void awaitTile(int user, String selector) {
        tab().waitForSelector(".tile.remote[data-user='" + user + "']" + selector);
    }

    void awaitTileGone(int user) {
        tab().waitForSelector(
                        ".tile.remote[data-user='" + user + "']",
                        new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
    }

    Locator tiles() {
        return tab().locator(".tile.remote");
    }

    /** How many frames of each of the others were decoded, by user id. */
    Map<Integer, Integer> frames() {
        Map<Integer, Integer> frames = new HashMap<>();
        List<?> stats = (List<?>) tab().evaluate("window.onechat?.stats() ?? []");
        for (Object one : stats) {
            Map<?, ?> members = (Map<?, ?>) one;
            frames.put(number(members.get("user")), number(members.get("framesDecoded")));
        }
        return frames;
    }

    /** Waits until exactly these others are seen to move. */
    void awaitMoving(int... users) {
        List<Integer> wanted = IntStream.of(users).sorted().boxed().toList();
        page.await("frames of " + wanted + " are decoded", () -> {
            Map<Integer, Integer> frames = frames();
            return frames.keySet().stream().sorted().toList().equals(wanted)
                    && frames.values().stream().allMatch(count -> count > 0);
        });
        Map<Integer, Integer> first = frames();
        page.await("the pictures of " + wanted + " move", () -> {
            Map<Integer, Integer> now = frames();
            return wanted.stream()
                    .allMatch(user -> now.getOrDefault(user, 0) > first.getOrDefault(user, 0) + MOVING_FRAMES);
        });
    }

    /** Waits until the page plays another participant's sound. */
    void awaitSound(int user) {
        page.awaitPlaying(".tile.remote[data-user='" + user + "'] audio");
    }

    void say(String text) {
        page.await("texts can be sent", () -> tab().isEnabled("#chat-input"));
        tab().fill("#chat-input", text);
        tab().press("#chat-input", "Enter");
    }

    void awaitSaid(String text) {
        page.await(
                "the text is shown",
                () -> tab().locator("#chat-log .text").allInnerTexts().contains(text));
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }
}
