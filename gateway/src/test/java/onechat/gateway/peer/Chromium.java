package onechat.gateway.peer;

import com.microsoft.playwright.Browser;
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
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps one headless Chromium with a fake camera and microphone for a test class, as a JUnit extension. Confined, like
 * its pages, to the thread that runs the class's tests, since Playwright is: poll with
 * {@link ChromiumPage#await(String, java.util.function.BooleanSupplier)}, or with Awaitility's {@code pollInSameThread()}.
 *
 * <p>To be registered as {@code @RegisterExtension static final Chromium chromium = new Chromium();}. Pages are
 * closed after each test; those of a failed test leave a picture in {@code target/screenshots/CLASS.METHOD/}.
 */
public final class Chromium implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final List<String> ARGUMENTS = List.of(
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            // On a machine without a network the loopback interface is all there is.
            "--allow-loopback-in-peer-connection");

    private final Path executable;
    private final RealPart part;
    private final List<ChromiumPage> pages = new ArrayList<>();
    private @Nullable Playwright playwright;
    private @Nullable Browser browser;
    private Path pictures = Path.of("target", "screenshots");

    /** Debian's Chromium. */
    public Chromium() {
        this(Path.of("/usr/bin/chromium"), RealPart.ofDebian("chromium"));
    }

    Chromium(Path executable, RealPart part) {
        this.executable = executable;
        this.part = part;
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

    private ChromiumPage open(String name, String url, Browser.NewContextOptions options) {
        if (browser == null) {
            throw new IllegalStateException("not registered as a JUnit extension");
        }
        var page = new ChromiumPage(name, browser.newContext(options), pictures);
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
                        .setArgs(ARGUMENTS));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        pictures = Path.of(
                "target",
                "screenshots",
                context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            if (context.getExecutionException().isPresent()) {
                pages.forEach(page -> page.screenshot("failed"));
            }
        } finally {
            pages.forEach(ChromiumPage::close);
            pages.clear();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (playwright != null) {
            playwright.close(); // Ends the browser too.
        }
    }
}
