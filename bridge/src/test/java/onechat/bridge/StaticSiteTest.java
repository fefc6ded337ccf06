package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page at {@code /} and what belongs to it: sent as it is, fresh, and with what a browser must not do. */
@ExtendWith(QuietLog.class)
class StaticSiteTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private RunningBridge bridge;

    @BeforeEach
    void start() throws Exception {
        bridge = new RunningBridge(new RecordingAcceptor());
    }

    @AfterEach
    void stop() {
        http.close();
        bridge.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8, <!doctype html>",
        "/index.html, text/html; charset=utf-8, <!doctype html>",
        "/js/module.js, text/javascript; charset=utf-8, export const answer",
        "/style.css, text/css; charset=utf-8, body"
    })
    void aFileIsSentWithItsType(String path, String contentType, String begin) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(contentType);
        assertThat(response.body()).startsWith(begin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing.html",
                "/js",
                "/js/",
                "/notes.bak",
                "/index",
                "//index.html",
                "/../web/index.html",
                "/js/../../../../logback-test.xml",
                "/js/..%2f..%2findex.html",
                "/.hidden.js",
                "/js/module.js/",
                "/js%00/module.js",
                "/onechat/bridge/Bridge.class"
            })
    void whatIsNoFileOfThePageIsNotFound(String path) throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            String answer = client.request("GET " + path, "");

            assertThat(answer).matches("HTTP/1\\.1 40[04] [\\s\\S]*");
            assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("jetty");
        }
    }

    @Test
    void anUnchangedFileIsNotSentAgain() throws Exception {
        HttpResponse<String> first = get("/js/module.js");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");

        for (String ifNoneMatch : new String[] {etag, "W/" + etag, "\"other\", " + etag, "*"}) {
            HttpResponse<String> again =
                    send(HttpRequest.newBuilder(bridge.httpUri("/js/module.js")).header("If-None-Match", ifNoneMatch));
            assertThat(again.statusCode()).as(ifNoneMatch).isEqualTo(304);
            assertThat(again.headers().firstValue("ETag")).contains(etag);
            assertThat(again.body()).isEmpty();
        }
        HttpResponse<String> other =
                send(HttpRequest.newBuilder(bridge.httpUri("/style.css")).header("If-None-Match", etag));
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void aHeadHasTheLengthAndNoContent() throws Exception {
        int length = get("/style.css").body().length();

        HttpResponse<String> head =
                send(HttpRequest.newBuilder(bridge.httpUri("/style.css")).HEAD());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(length);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        HttpResponse<String> response = send(
                HttpRequest.newBuilder(bridge.httpUri("/index.html")).method(method, BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "CONNECT localhost:80", "TRACE /"})
    void requestsForTheServerItselfAreRefused(String methodAndTarget) throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            assertThat(client.request(methodAndTarget, "")).matches("HTTP/1\\.1 40[045] [\\s\\S]*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/js/module.js", "/nothing", "/onechat"})
    void everyAnswerTellsTheBrowserWhatItMustNotDo(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                        + " media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(response.headers().firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(response.headers().firstValue("Permissions-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .contains("camera=(self)", "microphone=(self)", "display-capture=(self)"));
        assertThat(response.headers().map()).doesNotContainKeys("server", "x-powered-by");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(bridge.httpUri(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
