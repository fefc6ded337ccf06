package onechat.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A client that is connected to a server which a test plays. Confined to the test's thread. */
@Timeout(60)
abstract class WithScriptedServer<L extends RecordingListener> {
    static final Duration SOON = Duration.ofSeconds(10);
    static final BackOff SHORT = new BackOff(Duration.ofMillis(1), Duration.ofMillis(10));

    final L listener;
    final AtomicLong nanoTime = new AtomicLong();
    final ScriptedServer server;
    final OneChatClient client;

    WithScriptedServer(L listener) throws IOException {
        this(listener, SHORT);
    }

    WithScriptedServer(L listener, BackOff backOff) throws IOException {
        this.listener = listener;
        server = new ScriptedServer();
        client = OneChatClient.connect(server.options(), listener, nanoTime::get, backOff);
    }

    @BeforeEach
    void accept() throws IOException {
        server.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    static void assertFails(CompletableFuture<?> reply, Class<? extends Exception> cause) {
        assertThat(reply)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(cause);
    }
}
