package onechat.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import onechat.gateway.real.RealPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.TestAbortedException;

class ChromiumIT {

    private static final Path NOWHERE = Path.of("no", "such", "chromium");
    private static final List<String> PARTS = List.of("first", "second", "third", "fourth", "fifth");

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void faultsOfAPageAreNoted() {
        ChromiumPage page = chromium.open("faulty", "about:blank");
        assertThat(page.faults()).isEmpty();
        page.page().evaluate("console.error('first')");
        page.page().evaluate("setTimeout(() => { throw new Error('second'); })");
        page.page().evaluate("setTimeout(() => Promise.reject(new Error('third')))");
        page.page().evaluate("alert('fourth')");
        page.page().evaluate("fetch('http://fifth.invalid/').catch(() => undefined)");
        for (String part : PARTS) {
            page.await(part + " is noted", () -> page.faults().stream().anyMatch(fault -> fault.contains(part)));
        }

        assertThat(chromium.unexpectedFaults()).isEqualTo(page.faults());
        PARTS.forEach(page::tolerate);
        page.tolerate("Failed to load resource");
        assertThat(chromium.unexpectedFaults()).isEmpty();
    }

    @Test
    void whatThePolicyOfAPageForbidsIsAFault() throws IOException {
        HttpServer served = serve("default-src 'self'", "<body><script>document.body.dataset.ran = 'yes'</script>");
        try {
            ChromiumPage page = chromium.open("strict", url(served));

            page.await("it is noted", () -> page.faults().stream()
                    .anyMatch(fault -> fault.contains("violates the policy: script-src-elem inline")));
            page.tolerate("violates the policy");
            page.tolerate("Content Security Policy"); // as Chromium says it
            assertThat(page.page().getAttribute("body", "data-ran")).isNull();
        } finally {
            served.stop(0);
        }
    }

    @Test
    void aLostConnectionIsAFaultUnlessItIsToTheServerOfThePageAndTolerated() throws IOException {
        HttpServer served = serve("", "");
        try {
            ChromiumPage page = chromium.open("lost", url(served));
            String own = "new WebSocket('ws://' + location.host + '/onechat')";
            page.page().evaluate("() => { " + own + "; }");
            page.await("it is noted", () -> page.faults().size() == 1);
            assertThat(chromium.unexpectedFaults()).hasSize(1);

            page.tolerateLostConnections();
            assertThat(chromium.unexpectedFaults()).isEmpty();

            page.page().evaluate("() => { new WebSocket('ws://127.0.0.1:1/onechat'); }");
            page.await("the other is noted", () -> page.faults().size() == 2);
            assertThat(chromium.unexpectedFaults()).hasSize(1);
            page.tolerate("ws://127.0.0.1:1/");
        } finally {
            served.stop(0);
        }
    }

    private static HttpServer serve(String policy, String page) throws IOException {
        // Asked for no icon, the server is not stopped while a browser asks for one.
        String whole = "<link rel='icon' href='data:,'>" + page;
        HttpServer served = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        served.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.getResponseHeaders().set("Content-Security-Policy", policy);
            byte[] octets = exchange.getRequestURI().getPath().equals("/") ? whole.getBytes(UTF_8) : new byte[0];
            exchange.sendResponseHeaders(200, octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
        served.start();
        return served;
    }

    private static String url(HttpServer served) {
        return "http://127.0.0.1:" + served.getAddress().getPort() + "/";
    }

    @Test
    void pagesShareNoStorageAndTabsDo() throws IOException {
        HttpServer served = serve("", "");
        try {
            ChromiumPage one = chromium.open("one", url(served));
            one.page().evaluate("localStorage.setItem('key', 'value')");
            ChromiumPage two = chromium.open("two", url(served));
            ChromiumPage tab = chromium.openBeside(one, "tab", url(served));
            assertThat(tab.page().evaluate("localStorage.getItem('key')")).isEqualTo("value");
            assertThat(two.page().evaluate("localStorage.getItem('key')")).isNull();
        } finally {
            served.stop(0);
        }
    }

    @Test
    void aMissingBrowserSkipsTheTestsOfADeveloper() {
        var missing = new Chromium(NOWHERE, new RealPart("chromium", false));
        assertThatThrownBy(missing::start)
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("apt-get install chromium");
    }

    @Test
    void aMissingBrowserFailsTheTestsOfCi() {
        var missing = new Chromium(NOWHERE, new RealPart("chromium", true));
        assertThatThrownBy(missing::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("apt-get install chromium");
    }
}
