package onechat.gateway.aot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.command.CommandFailedException;
import onechat.protocol.client.ClientOptions;
import onechat.protocol.client.OneChatClient;
import onechat.protocol.client.OneChatListener;

/**
 * What a server with the demo's users does in its first minute, in some seconds: pages, logins, and calls over both transports. Used by one thread.
 */
final class FirstMinute {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SECRET_BYTES = 32;
    private static final Pattern FILE_OF_PAGE = Pattern.compile("(?:src|href)=\"([A-Za-z0-9._/-]+)\"");
    /** Of the demo, in the form that {@code bench prepare} gives its users; the password stands for those that its users don't share. */
    private static final String PEOPLE =
            "{\"password\":\"-\",\"users\":[{\"id\":1,\"name\":\"alice\"},{\"id\":2,\"name\":\"bob\"}],\"rooms\":[2]}\n";

    private static final long DEMO_ROOM = 1;

    private final WatchedServer.Places places;
    private final String secret;
    private final Bench bench;
    private final Path people;

    /** @param secret that the server takes tokens with */
    FirstMinute(WatchedServer.Places places, String secret, Bench bench, Path folder) {
        this.places = places;
        this.secret = secret;
        this.bench = bench;
        this.people = folder.resolve("people.json");
    }

    /** A secret for a server and its clients. */
    static String newSecret() {
        byte[] octets = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /**
     * Has it pass.
     *
     * @throws CommandFailedException when the server does not do what it should
     */
    void pass() throws IOException, InterruptedException, CommandFailedException {
        Files.writeString(people, PEOPLE);
        browse();
        nativeApp();
        for (String transport :
                List.of("--tcp=" + places.tcp(), "--ws=ws://" + places.http().getAuthority() + "/onechat")) {
            calls(transport);
        }
        get(places.admin().resolve("/metrics"));
    }

    private void browse() throws IOException, InterruptedException, CommandFailedException {
        get(places.admin().resolve("/health/ready"));
        Matcher file = FILE_OF_PAGE.matcher(get(places.http().resolve("/")));
        while (file.find()) {
            get(places.http().resolve("/").resolve(file.group(1)));
        }
    }

    private static String get(URI uri) throws IOException, InterruptedException, CommandFailedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new CommandFailedException(
                        "the server that was watched answers " + uri.getPath() + " with " + response.statusCode());
            }
            return response.body();
        }
    }

    private void nativeApp() throws IOException, InterruptedException, CommandFailedException {
        URI tcp = URI.create("tcp://" + places.tcp());
        ClientOptions options = ClientOptions.of(tcp.getHost(), tcp.getPort());
        try (OneChatClient carol = OneChatClient.connect(options, new OneChatListener() {})) {
            await(carol.login("carol", "carol", "phone"));
            await(carol.presence(DEMO_ROOM));
            await(carol.logout());
        }
    }

    private static void await(Future<?> reply) throws InterruptedException, CommandFailedException {
        try {
            reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailedException(
                    "the server that was watched does not let a native client do what it wants: " + e.getMessage());
        }
    }

    /** Whole ones: what is relayed within them is a good part. */
    private void calls(String transport) throws CommandFailedException {
        bench.run(List.of(
                "calls",
                transport,
                "--people=" + people,
                "--jwt-secret=" + secret,
                "--pairs=1",
                "--warmup=0",
                "--seconds=1"));
    }
}
