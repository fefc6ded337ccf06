package onechat.gateway.peer;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Notes all that goes wrong in a page: errors in its console, uncaught ones, crashes, what its Content-Security-Policy had to forbid, dialogs that
 * something opened, and whatever it loads from another machine. Confined to the thread of its {@link Chromium}.
 */
final class PageFaults {
    /** Chromium writes violations into the console in its own words; this one has the same for each of its versions. */
    static final String SCRIPT = """
            addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
              console.error(`violates the policy: ${effectiveDirective} ${blockedURI}`));
            """;

    private final String name;
    private final Page page;
    private final List<String> faults = new ArrayList<>();
    private final List<Pattern> tolerated = new ArrayList<>();

    PageFaults(String name, Page page) {
        this.name = name;
        this.page = page;
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(name + " console: " + message.text() + " (" + message.location() + ")");
            }
        });
        page.onPageError(error -> faults.add(name + " page: " + error));
        page.onCrash(crashed -> faults.add(name + " crashed"));
        page.onDialog(this::dismiss);
        page.onRequest(request -> look(request.url()));
        page.onWebSocket(socket -> look(socket.url()));
    }

    private void dismiss(Dialog dialog) {
        faults.add(name + " dialog: " + dialog.message());
        dialog.dismiss();
    }

    private void look(String url) {
        String host = url.matches("(?s)(http|ws)s?:.*") ? URI.create(url).getHost() : null;
        if (host != null && !host.equals("127.0.0.1")) {
            faults.add(name + " request: " + url);
        }
    }

    /** All so far, in their order. */
    List<String> all() {
        if (!page.isClosed()) {
            // Playwright delivers events during calls only: one more round trip brings those under way.
            page.evaluate("0");
        }
        return List.copyOf(faults);
    }

    /** Those that no test has called for. */
    List<String> unexpected() {
        return all().stream()
                .filter(fault ->
                        tolerated.stream().noneMatch(some -> some.matcher(fault).find()))
                .toList();
    }

    void tolerate(Pattern some) {
        tolerated.add(some);
    }
}
