package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page that the product serves is there, with all that it loads, and lives by the policy it is sent with. */
@ExtendWith(QuietLog.class)
class WebClientTest {
    private static final Pattern REFERENCE = Pattern.compile(
            "(?:<(?:link|script|img|audio)\\b[^>]*?\\b(?:href|src)=|\\bfrom |\\bimport )[\"']([^\"']+)[\"']");
    private static final Pattern AGAINST_THE_POLICY =
            Pattern.compile("<script>|<style|\\sstyle=|\\son[a-z]+=\"|https?://(?!www\\.w3\\.org/)");

    private static final Pattern FIXED_TEXT = Pattern.compile("data-(?:text|label|title|placeholder)=\"(\\w+)\"");
    private static final Pattern TEXT = Pattern.compile("^ +(\\w+):", Pattern.MULTILINE);
    private static final List<String> LANGUAGES = List.of("en", "zh");

    private final Set<URI> seen = new HashSet<>();

    @Test
    void thePageAndAllThatItLoadsAreServed() throws Exception {
        Bridge bridge = new Bridge(BridgeOptions.on(InetAddress.getLoopbackAddress(), 0), new RecordingAcceptor());
        InetSocketAddress address = bridge.start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Deque<URI> toLoad = new ArrayDeque<>();
            toLoad.add(URI.create("http://127.0.0.1:" + address.getPort() + "/"));
            while (!toLoad.isEmpty()) {
                URI uri = toLoad.remove();
                if (seen.add(uri)) {
                    load(http, uri, toLoad);
                }
            }
        } finally {
            bridge.stop();
        }
        assertThat(seen)
                .extracting(URI::getPath)
                .contains("/style.css", "/js/main.js", "/onechat.js", "/js/words/en.js", "/js/words/zh.js");
    }

    @Test
    void everyFixedTextIsThereInEachLanguage() throws Exception {
        Set<String> wanted = all(FIXED_TEXT, file("index.html"));
        assertThat(wanted).hasSizeGreaterThan(20);
        for (String language : LANGUAGES) {
            assertThat(all(TEXT, file("js/words/" + language + ".js")))
                    .as(language)
                    .containsAll(wanted);
        }
    }

    @Test
    void theLanguagesHaveTheSameTexts() throws Exception {
        assertThat(all(TEXT, file("js/words/zh.js"))).isEqualTo(all(TEXT, file("js/words/en.js")));
    }

    private static String file(String name) throws IOException {
        try (InputStream in = WebClientTest.class.getResourceAsStream("web/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> all(Pattern pattern, String content) {
        return pattern.matcher(content).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static void load(HttpClient http, URI uri, Deque<URI> toLoad) throws Exception {
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s", uri).isEqualTo(200);
        String content = response.body();
        if (uri.getPath().equals("/")) {
            assertThat(AGAINST_THE_POLICY
                            .matcher(content.replaceAll("href=\"data:[^\"]*\"", ""))
                            .find())
                    .isFalse();
        }
        for (Matcher reference = REFERENCE.matcher(content); reference.find(); ) {
            if (!reference.group(1).startsWith("data:")) {
                toLoad.add(uri.resolve(reference.group(1)));
            }
        }
    }
}
