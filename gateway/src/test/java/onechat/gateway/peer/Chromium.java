package onechat.gateway.peer;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onechat.gateway.real.RealPart;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps one headless Chromium with a fake camera and microphone for a test class, as a JUnit extension. Confined, like
 * its pages, to the thread that runs the class's tests, since Playwright is: poll with
 * {@link ChromiumPage#await(String, java.util.function.BooleanSupplier)}, or with Awaitility's {@code pollInSameThread()}.
 *
 * <p>To be registered as {@code @RegisterExtension static final Chromium chromium = new Chromium();}. A test during
 * which anything goes wrong in a page fails, unless the test {@linkplain ChromiumPage#tolerate tolerates} it. Pages are
 * closed after each test; those of a failed test leave a picture in {@code target/screenshots/CLASS.METHOD/}.
 */
public final class Chromium
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback {

    private static final String FAKE_DEVICES = "--use-fake-device-for-media-stream";
    private static final String LETS_EVERYTHING = "--use-fake-ui-for-media-stream";

    private final Path executable;
    private final RealPart part;
    private final List<String> arguments = new ArrayList<>();
    private final List<ChromiumPage> pages = new ArrayList<>();
    private @Nullable Playwright playwright;
    private @Nullable Browser browser;
    private Path pictures = Path.of("target", "screenshots");

    /** Debian's Chromium, whose pages may use camera, microphone and screen without asking. */
    public Chromium() {
        this(FAKE_DEVICES, LETS_EVERYTHING);
    }

    private Chromium(String... arguments) {
        this(Path.of("/usr/bin/chromium"), RealPart.ofDebian("chromium"), arguments);
    }

    Chromium(Path executable, RealPart part, String... arguments) {
        this.executable = executable;
        this.part = part;
        this.arguments.addAll(List.of(arguments));
        // On a machine without a network the loopback interface is all there is.
        this.arguments.add("--allow-loopback-in-peer-connection");
        // Without a graphics card its work is done in software, at a multiple of the cost of not asking for one.
        this.arguments.add("--disable-gpu");
    }

    /**
     * One whose camera takes few pictures, so that a machine of two cores can code those of a large call, and whose person allows nothing
     * but what the options of a page permit.
     */
    public static Chromium withSlowCamera() {
        return new Chromium(FAKE_DEVICES + "=fps=3");
    }

    /** One whose person allows nothing but what the options of a page permit. */
    public static Chromium thatAsks() {
        return new Chromium(FAKE_DEVICES);
    }

    /** One without a microphone, and with no more of a camera than the machine has, which nobody allows to be used. */
    public static Chromium withoutDevices() {
        return new Chromium("--disable-audio-input");
    }

    /**
     * Opens a page in a context of its own, sharing no cookies or storage with the others.
     *
     * @param name names the page in pictures and faults, such as the user's
     * @param url an address on the loopback interface, where a page may use camera and microphone without TLS
     */
    public ChromiumPage open(String name, String url) {
        return open(name, url, new Browser.NewContextOptions());
    }

    /** The same whoever vouches for the server's certificate. */
    public ChromiumPage openUntrusted(String name, String url) {
        return open(name, url, new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
    }

    /** The same with more options: a language, a size, a colour scheme, what is permitted. */
    public ChromiumPage open(String name, String url, Browser.NewContextOptions options) {
        if (browser == null) {
            throw new IllegalStateException("not registered as a JUnit extension");
        }
        BrowserContext context = browser.newContext(options);
        context.addInitScript(PageFaults.SCRIPT);
        context.addInitScript(RtcProbe.SCRIPT);
        return open(name, url, context);
    }

    /** Opens one more tab in the context of a page. */
    public ChromiumPage openBeside(ChromiumPage first, String name, String url) {
        return open(name, url, first.page().context());
    }

    private ChromiumPage open(String name, String url, BrowserContext context) {
        var page = new ChromiumPage(name, context.newPage(), pictures);
        pages.add(page);
        page.page().navigate(url);
        return page;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    /** Starts Chromium; skips the class, or fails it where {@code CI=true}, when it is not installed. */
    void start() {
        if (!Files.isExecutable(executable)) {
            throw part.missing(executable.toString(), null);
        }
        var noDownload = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(noDownload));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(arguments));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        pictures = Path.of(
                "target",
                "screenshots",
                context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName());
    }

    /** Before the test's own end stops the server, which the pages would rightly complain of. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        List<String> faults = unexpectedFaults();
        if (context.getExecutionException().isPresent() || !faults.isEmpty()) {
            pages.stream().filter(page -> !page.page().isClosed()).forEach(page -> page.screenshot("failed"));
        }
        if (!faults.isEmpty()) {
            throw new AssertionError("it went wrong in the pages: " + String.join("; ", faults));
        }
    }

    /** What went wrong in the pages of the test that runs, and was not tolerated. */
    List<String> unexpectedFaults() {
        return pages.stream().flatMap(page -> page.unexpectedFaults().stream()).toList();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        pages.forEach(ChromiumPage::close);
        pages.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (playwright != null) {
            playwright.close(); // Ends the browser too.
        }
    }
}
