package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.StartException;
import onechat.gateway.peer.Chromium;
import onechat.gateway.peer.ChromiumPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of the bridge's README, as it is written there but for the server's port, from a web server of another origin. */
class LibraryExampleIT {
    private static final Pattern EXAMPLE = Pattern.compile("```html\n(.*?\n)```", Pattern.DOTALL);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final HttpServer elsewhere =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    LibraryExampleIT() throws IOException {}

    @AfterEach
    void stop() {
        elsewhere.stop(0);
    }

    private String origin() {
        return "http://127.0.0.1:" + elsewhere.getAddress().getPort();
    }

    private static String example() throws IOException {
        Matcher block = EXAMPLE.matcher(Files.readString(Path.of("..", "bridge", "README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private void serveFor(DemoServer server) throws IOException {
        String address = "http://127.0.0.1:" + server.endpoints().http().getPort();
        byte[] page = example().replace("http://127.0.0.1:8080", address).getBytes(UTF_8);
        elsewhere.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            boolean isPage = exchange.getRequestURI().getPath().equals("/");
            exchange.sendResponseHeaders(isPage ? 200 : 204, isPage ? page.length : -1);
            if (isPage) {
                exchange.getResponseBody().write(page);
            }
            exchange.close();
        });
        elsewhere.start();
    }

    private ChromiumPage logIn(String name) {
        ChromiumPage page = chromium.open(name, origin() + "/");
        page.page().fill("[name=name]", name);
        page.page().fill("[name=pass]", name);
        page.page().click("text=Log in");
        page.page().waitForSelector("#call:enabled");
        return page;
    }

    @Test
    void itIsNoLongerThanItSays() throws IOException {
        assertThat(example().lines()).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void twoPeopleCallEachOtherWithIt() throws IOException, StartException {
        try (DemoServer server = new DemoServer(DemoServer.options().allowedOrigins(List.of(origin())))) {
            serveFor(server);
            ChromiumPage alice = logIn("alice");
            ChromiumPage bob = logIn("bob");

            alice.page().click("#call");
            bob.page().click("text=Answer user 1");
            for (ChromiumPage page : List.of(alice, bob)) {
                page.await("it sees the other", () -> page.rtc().framesDecoded() > 20);
                page.awaitPlaying("audio");
                page.page().waitForSelector("text=in, with 1 others");
                page.screenshot("call");
            }
            alice.page().click("#end");

            alice.page().waitForSelector("text=Call ended: hung up");
            bob.page().waitForSelector("text=Call ended: others left");
            assertThat(bob.page().locator("audio, video").count()).isZero();
            assertThat(alice.faults()).isEmpty();
            assertThat(bob.faults()).isEmpty();
        }
    }

    @Test
    void aPageOfAnotherOriginMayNotLoadTheLibrary() throws IOException, StartException {
        try (DemoServer server = new DemoServer()) {
            serveFor(server);

            ChromiumPage page = chromium.open("stranger", origin() + "/");

            page.tolerate("CORS policy");
            page.tolerate("Failed to load resource"); // which Chromium says besides
            page.await("the browser has refused it", () -> !page.faults().isEmpty());
            assertThat(page.faults()).anySatisfy(fault -> assertThat(fault).contains("CORS policy"));
        }
    }
}
