package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import onechat.gateway.StartException;
import onechat.gateway.peer.Chromium;
import onechat.gateway.peer.ChromiumPage;
import onechat.gateway.real.NpmTools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page's main states as people have them before them: looked at by axe for what keeps some out, and kept as pictures below {@code target/screenshots}. */
class PageStatesIT {
    private static final int EVERYBODYS_ROOM = 1;

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final DemoServer server = new DemoServer();
    private final SwitchedNetwork network =
            new SwitchedNetwork(server.endpoints().http());

    PageStatesIT() throws StartException, IOException {}

    @AfterEach
    void stop() throws IOException {
        network.close();
        server.close();
    }

    /** What the page is seen on. */
    enum Screen {
        DESKTOP_LIGHT(1280, 800, ColorScheme.LIGHT, "en-US"),
        DESKTOP_DARK(1280, 800, ColorScheme.DARK, "zh-CN"),
        PHONE_LIGHT(390, 844, ColorScheme.LIGHT, "zh-CN"),
        PHONE_DARK(390, 844, ColorScheme.DARK, "en-US");

        private final int width;
        private final int height;
        private final ColorScheme colours;
        private final String language;

        Screen(int width, int height, ColorScheme colours, String language) {
            this.width = width;
            this.height = height;
            this.colours = colours;
            this.language = language;
        }

        /** As its pictures are called. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Browser.NewContextOptions options() {
            return new Browser.NewContextOptions()
                    .setViewportSize(width, height)
                    .setColorScheme(colours)
                    .setLocale(language)
                    // The policy of the page would keep axe out; that it is kept is another test's.
                    .setBypassCSP(true);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.endpoints().http().getPort() + "/";
    }

    private WebUser logIn(String name) {
        return WebUser.logIn(chromium.open(name, url()), name);
    }

    private static void look(ChromiumPage page, String state) throws IOException, InterruptedException {
        page.screenshot(state);
        page.page().evaluate(Files.readString(NpmTools.installed().axe()));
        Object found = page.page().evaluate("""
                async () => {
                  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
                  return violations
                    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
                }""");
        assertThat(found).as(state).isEqualTo(List.of());
    }

    @ParameterizedTest
    @EnumSource
    void everyMainStateCanBeUsedByEverybody(Screen screen) throws Exception {
        ChromiumPage page = chromium.open(screen.toString(), network.url(), screen.options());
        page.tolerateLostConnections();
        page.page().waitForSelector("body[data-view=login]");
        look(page, "1-login");
        WebUser bob = logIn("bob");
        WebUser alice = WebUser.logIn(page, "alice");
        page.page().waitForSelector("#rooms .online:not(:empty)");
        look(page, "2-rooms");

        alice.call(EVERYBODYS_ROOM);
        page.page().waitForSelector("#rung li");
        look(page, "3-ringing");
        alice.hangUp();
        bob.awaitNoRing();
        bob.call(EVERYBODYS_ROOM);
        alice.awaitRing();
        look(page, "4-ring");
        alice.accept();
        alice.awaitMoving(2);
        look(page, "5-call-of-two");

        logIn("carol").accept();
        logIn("dave").accept();
        alice.awaitMoving(2, 3, 4);
        look(page, "6-call-of-four");
        bob.tab().click("#screen");
        alice.awaitTile(2, "[data-screen=true]");
        look(page, "7-screen");
        page.page().click("#settings");
        page.page().waitForSelector("#settings-dialog[open]");
        look(page, "8-settings");
        page.page().keyboard().press("Escape");
        network.cut();
        page.page().waitForSelector("#connection:not(:empty)");
        look(page, "9-reconnecting");
    }

    @Test
    void oneCanCallWithTheKeyboardAlone() {
        ChromiumPage page = chromium.open("alice", url());
        WebUser bob = logIn("bob");
        page.page().waitForSelector("#name:focus");
        page.page().keyboard().type("alice");
        page.page().keyboard().press("Tab");
        page.page().keyboard().type("alice");
        page.page().keyboard().press("Enter");
        page.page().waitForSelector("body[data-view=rooms]");

        tabTo(page, "#rooms [data-room='2'] button.call");
        page.page().keyboard().press("Enter");
        bob.accept();
        bob.awaitMoving(1);
        tabTo(page, "#mute");
        page.page().keyboard().press("Space");
        bob.awaitTile(1, "[data-audio=off]");
        tabTo(page, "#hangup");
        page.page().keyboard().press("Enter");

        page.page().waitForSelector("body[data-view=rooms]");
        bob.awaitView("rooms");
    }

    private static void tabTo(ChromiumPage page, String selector) {
        for (int presses = 0; presses < 30; presses++) {
            if ((Boolean) page.page().evaluate("it => document.activeElement?.matches(it) ?? false", selector)) {
                return;
            }
            page.page().keyboard().press("Tab");
        }
        throw new AssertionError("the Tab key never gets to " + selector);
    }

    @Test
    void theLanguageIsAChoiceThatIsKept() {
        ChromiumPage page = chromium.open("alice", url());
        assertThat(page.page().innerText("#login")).isEqualTo("Log in");

        page.page().selectOption("#language", "zh");

        assertThat(page.page().innerText("#login")).isEqualTo("登录");
        assertThat(page.page().getAttribute("html", "lang")).startsWith("zh");
        page.page().reload();
        page.page().waitForSelector("body[data-view=login]");
        assertThat(page.page().innerText("#login")).isEqualTo("登录");
    }

    @Test
    void thePageLivesByItsPolicy() {
        ChromiumPage page = chromium.open("alice", url());
        Map<?, ?> tried = (Map<?, ?>) page.page().evaluate("""
                async () => {
                  const violations = [];
                  addEventListener('securitypolicyviolation', ({ effectiveDirective }) => violations.push(effectiveDirective));
                  const script = Object.assign(document.createElement('script'), { textContent: 'window.ran = true' });
                  document.body.append(script);
                  await new Promise((resolve) => setTimeout(resolve));
                  return { ran: window.ran ?? false, violations };
                }""");
        page.tolerate("Content Security Policy");
        page.tolerate("script-src");

        assertThat(tried.get("ran")).isEqualTo(false);
        assertThat((List<?>) tried.get("violations")).isNotEmpty();
    }
}
