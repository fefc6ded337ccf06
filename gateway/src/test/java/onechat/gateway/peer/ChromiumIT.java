package onechat.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import onechat.gateway.real.RealPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.TestAbortedException;

class ChromiumIT {

    private static final Path NOWHERE = Path.of("no", "such", "chromium");

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void faultsOfAPageAreNoted() {
        ChromiumPage page = chromium.open("faulty", "about:blank");
        assertThat(page.faults()).isEmpty();
        page.page().evaluate("console.error('first')");
        page.page().evaluate("setTimeout(() => { throw new Error('second'); })");
        page.page().evaluate("setTimeout(() => Promise.reject(new Error('third')))");
        page.await("all three are noted", () -> page.faults().size() == 3);
        assertThat(page.faults())
                .anySatisfy(fault -> assertThat(fault).contains("first"))
                .anySatisfy(fault -> assertThat(fault).contains("second"))
                .anySatisfy(fault -> assertThat(fault).contains("third"));
    }

    @Test
    void pagesShareNoStorage() throws IOException {
        HttpServer served = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        served.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        served.start();
        try {
            String url = "http://127.0.0.1:" + served.getAddress().getPort() + "/";
            ChromiumPage one = chromium.open("one", url);
            one.page().evaluate("localStorage.setItem('key', 'value')");
            ChromiumPage two = chromium.open("two", url);
            assertThat(one.page().evaluate("localStorage.getItem('key')")).isEqualTo("value");
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
