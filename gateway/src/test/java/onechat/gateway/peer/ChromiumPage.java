package onechat.gateway.peer;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Shows one page in a browser context of its own and notes what goes wrong in it. Confined to the thread of its {@link Chromium}.
 */
public final class ChromiumPage implements AutoCloseable {

    private static final double LIMIT_MILLIS = 60_000;

    private final String name;
    private final BrowserContext context;
    private final Path pictures;
    private final Page page;
    private final RtcProbe rtc;
    private final List<String> faults = new ArrayList<>();

    ChromiumPage(String name, BrowserContext context, Path pictures) {
        this.name = name;
        this.context = context;
        this.pictures = pictures;
        context.addInitScript(RtcProbe.SCRIPT);
        page = context.newPage();
        rtc = new RtcProbe(page);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(name + " console: " + message.text() + " (" + message.location() + ")");
            }
        });
        page.onPageError(error -> faults.add(name + " page: " + error));
        page.onCrash(crashed -> faults.add(name + " crashed"));
    }

    /** The page itself, for clicks and expectations. */
    public Page page() {
        return page;
    }

    /** What the page's peer connections do. */
    public RtcProbe rtc() {
        return rtc;
    }

    /** Console errors, uncaught exceptions and rejections of the page so far; empty is what a test wants. */
    public List<String> faults() {
        // Playwright delivers events during calls only: one more round trip brings those under way.
        page.evaluate("0");
        return List.copyOf(faults);
    }

    /**
     * Waits for a condition, for 60 s at most, while events of all pages go on being delivered.
     *
     * @param what ends the sentence of the failure, "… waited in vain until"
     */
    public void await(String what, BooleanSupplier condition) {
        try {
            page.waitForCondition(condition, new Page.WaitForConditionOptions().setTimeout(LIMIT_MILLIS));
        } catch (TimeoutError e) {
            throw new AssertionError(
                    "page " + name + " waited in vain until " + what + "; connections " + rtc.connectionStates()
                            + ", faults " + faults(),
                    e);
        }
    }

    /**
     * Keeps a picture of the whole page.
     *
     * @param moment ends the file's name, {@code NAME-MOMENT.png}
     * @return the file, under {@code target/screenshots/}
     */
    public Path screenshot(String moment) {
        Path picture = pictures.resolve(name + "-" + moment + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(picture).setFullPage(true));
        return picture;
    }

    /** Closes the page and its context, as when its tab is closed. */
    @Override
    public void close() {
        context.close();
    }
}
