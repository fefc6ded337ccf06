package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may load the library: those that may connect (contract section 1.2). */
@ExtendWith(QuietLog.class)
class LibrarySharingTest {
    private static final String FRIEND = "https://friend.example";

    private RunningBridge bridge;

    @BeforeEach
    void start() throws Exception {
        bridge = new RunningBridge(
                new RecordingAcceptor(), Set.of(FRIEND), RunningBridge.HEARTBEAT, RunningBridge.HTTP_TIMEOUT);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private HttpHeaders get(String path, @Nullable String origin, String... more) throws Exception {
        try (RawClient client = new RawClient(bridge.address)) {
            String originHeader = origin == null ? "" : "Origin: " + origin + "\r\n";
            String answer = client.request("GET " + path, originHeader + String.join("", more));
            return headersOf(answer);
        }
    }

    private static HttpHeaders headersOf(String answer) {
        List<String> lines = answer.split("\r\n\r\n", 2)[0].lines().skip(1).toList();
        return HttpHeaders.of(
                lines.stream()
                        .collect(Collectors.groupingBy(
                                line -> line.substring(0, line.indexOf(':')),
                                Collectors.mapping(
                                        line -> line.substring(line.indexOf(':') + 1)
                                                .strip(),
                                        Collectors.toList()))),
                (name, value) -> true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/onechat.js", "/onechat.d.ts", "/lib/part.js"})
    void aPageThatMayConnectMayLoadIt(String path) throws Exception {
        HttpHeaders headers = get(path, FRIEND);

        assertThat(headers.allValues("Access-Control-Allow-Origin")).containsExactly(FRIEND);
        assertThat(headers.allValues("Cross-Origin-Resource-Policy")).containsExactly("cross-origin");
        assertThat(headers.allValues("Vary")).containsExactly("Origin");
    }

    @Test
    void soItMayWhereItHasItAlready() throws Exception {
        String etag = get("/onechat.js", FRIEND).firstValue("ETag").orElseThrow();

        HttpHeaders headers = get("/onechat.js", FRIEND, "If-None-Match: " + etag + "\r\n");

        assertThat(headers.allValues("Access-Control-Allow-Origin")).containsExactly(FRIEND);
        assertThat(headers.allValues("Cross-Origin-Resource-Policy")).containsExactly("cross-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://stranger.example", "http://friend.example", "null"})
    void anotherPageMayNot(String origin) throws Exception {
        HttpHeaders headers = get("/onechat.js", origin);

        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(headers.allValues("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
        assertThat(headers.allValues("Vary")).containsExactly("Origin");
    }

    @Test
    void theServersOwnPageNeedsNoPermission() throws Exception {
        HttpHeaders headers = get("/onechat.js", null);

        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(headers.allValues("Vary")).containsExactly("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/js/module.js", "/style.css", "/nothing"})
    void thePageIsNotShared(String path) throws Exception {
        HttpHeaders headers = get(path, FRIEND);

        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(headers.allValues("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
    }
}
