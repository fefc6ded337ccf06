package onechat.gateway.peer;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Shows one page, a tab of a browser context, and notes what goes wrong in it. Confined to the thread of its {@link Chromium}.
 */
public final class ChromiumPage implements AutoCloseable {

    private static final double LIMIT_MILLIS = 60_000;

    private final String name;
    private final Page page;
    private final Path pictures;
    private final RtcProbe rtc;
    private final PageFaults faults;

    ChromiumPage(String name, Page page, Path pictures) {
        this.name = name;
        this.page = page;
        this.pictures = pictures;
        rtc = new RtcProbe(page);
        faults = new PageFaults(name, page);
    }

    /** The page itself, for clicks and expectations. */
    public Page page() {
        return page;
    }

    /** What the page's peer connections do. */
    public RtcProbe rtc() {
        return rtc;
    }

    /**
     * All that went wrong in the page so far: console errors, uncaught exceptions and rejections, violations of its Content-Security-Policy,
     * dialogs, requests to other machines. Unless it is {@linkplain #tolerate tolerated}, each fails the test once that is over.
     */
    public List<String> faults() {
        return faults.all();
    }

    /** Those that are not tolerated. */
    List<String> unexpectedFaults() {
        return faults.unexpected();
    }

    /**
     * Lets faults happen that a test brings about.
     *
     * @param part what they have in them
     */
    public void tolerate(String part) {
        faults.tolerate(Pattern.compile(Pattern.quote(part)));
    }

    /** Lets connections to the page's server fail: the browser's console tells of each, whatever the page does about it. */
    public void tolerateLostConnections() {
        String server = URI.create(page.url()).getAuthority();
        faults.tolerate(Pattern.compile("^" + Pattern.quote(name) + " console: WebSocket connection to 'wss?://"
                + Pattern.quote(server) + "/onechat' failed: "));
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
     * Waits until a video or audio element plays: not only is it to play, its time goes on.
     *
     * @param selector of the element
     */
    public void awaitPlaying(String selector) {
        Locator element = page.locator(selector);
        double[] first = {-1};
        await(selector + " plays", () -> {
            double time = ((Number) element.evaluate("element => element.currentTime")).doubleValue();
            if (first[0] < 0) {
                first[0] = time;
            }
            return time > first[0];
        });
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

    /** Closes the page and its context, as when its window is closed with all tabs. */
    @Override
    public void close() {
        page.context().close();
    }
}
