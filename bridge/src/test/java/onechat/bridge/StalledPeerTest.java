package onechat.bridge;

import static onechat.bridge.Wire.FIN;
import static onechat.bridge.Wire.PING;
import static onechat.bridge.Wire.frame;
import static onechat.bridge.Wire.text;
import static onechat.bridge.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that does not read, or whose listener blocks, holds up its own connection and nothing else. */
@ExtendWith(QuietLog.class)
@ParameterizedClass(name = "TLS {0}")
@ValueSource(booleans = {false, true})
class StalledPeerTest {
    private static final int MANY = 100;

    @Parameter
    boolean tls;

    private final RecordingAcceptor acceptor = new RecordingAcceptor();
    private RunningBridge bridge;
    private RawClient stalled;
    private RecordingListener listener;

    @BeforeEach
    void connect() throws Exception {
        bridge = RunningBridge.withHeartbeat(acceptor, Duration.ofMillis(100), tls);
        stalled = bridge.connectHttp(4_096);
        stalled.upgrade();
        listener = acceptor.next();
    }

    @AfterEach
    void disconnect() throws Exception {
        stalled.close();
        bridge.close();
    }

    @Test
    void aWriteToAPeerThatDoesNotReadBlocksUntilItIsAborted() throws Exception {
        CompletableFuture<Void> writing = writeUntilItFails(listener.connection);
        assertStillRunning(writing);

        listener.connection.abort();

        assertThatThrownBy(() -> writing.orTimeout(10, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(listener.nextButBatchEnds()).isEqualTo("closed");
    }

    @Test
    void aWriteIsAbortedThoughTheListenerHoldsTheReader() throws Exception {
        listener.holdReader();
        stalled.send(text("held"));
        assertThat(listener.next()).isEqualTo("payload held");
        CompletableFuture<Void> writing = writeUntilItFails(listener.connection);
        assertStillRunning(writing);

        listener.connection.abort();

        assertThatThrownBy(() -> writing.orTimeout(10, TimeUnit.SECONDS).join()).hasCauseInstanceOf(IOException.class);
        listener.release();
        assertThat(listener.nextButBatchEnds()).isEqualTo("closed");
    }

    @Test
    void aWriteThatIsInterruptedEndsTheConnection() throws Exception {
        CompletableFuture<Void> writing = new CompletableFuture<>();
        Thread writer = Thread.ofVirtual().start(() -> writeUntilItFails(listener.connection, writing));
        assertStillRunning(writing);

        writer.interrupt();

        assertThatThrownBy(() -> writing.orTimeout(10, TimeUnit.SECONDS).join())
                .hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(listener.nextButBatchEnds()).isEqualTo("closed");
    }

    @Test
    void aCloseOfAPeerThatDoesNotReadCutsItAfterASecond() throws Exception {
        CompletableFuture<Void> writing = writeUntilItFails(listener.connection);
        assertStillRunning(writing);

        listener.connection.close(CloseReason.AFTER_ERROR);

        assertThatThrownBy(() -> writing.orTimeout(10, TimeUnit.SECONDS).join()).hasCauseInstanceOf(IOException.class);
        assertThat(listener.nextButBatchEnds()).isEqualTo("closed");
    }

    @Test
    void aPeerThatSaysCloseAndDoesNotReadIsCutAfterASecond() throws Exception {
        CompletableFuture<Void> writing = writeUntilItFails(listener.connection);
        assertStillRunning(writing);

        stalled.send(frame(FIN | Wire.CLOSE, new byte[0]));

        assertThat(listener.nextButBatchEnds()).isEqualTo("closed");
        assertThatThrownBy(() -> writing.orTimeout(10, TimeUnit.SECONDS).join()).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aPeerThatBreaksTheProtocolAndDoesNotReadIsCutWithinAHeartbeat() throws Exception {
        CompletableFuture<Void> writing = writeUntilItFails(listener.connection);
        assertStillRunning(writing);

        stalled.send(new byte[] {(byte) 0x83, 0});

        assertThat(listener.nextButBatchEnds()).isEqualTo("closed");
        assertThatThrownBy(() -> writing.orTimeout(10, TimeUnit.SECONDS).join()).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void othersAreServedWhileOnePeerDoesNotRead() throws Exception {
        CompletableFuture<Void> writing = writeUntilItFails(listener.connection);
        assertStillRunning(writing);

        for (int i = 0; i < MANY; i++) {
            try (RawClient other = bridge.connect()) {
                RecordingListener fine = acceptor.next();
                other.send(text("hello"));
                assertThat(fine.next()).isEqualTo("payload hello");
                fine.connection.write(List.of(utf8("welcome")));
                assertThat(other.nextButPings().text()).isEqualTo("welcome");
            }
        }
        assertThat(writing).isNotDone();
    }

    @Test
    void othersAreServedWhileManyListenersBlock() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        List<RecordingListener> blocked = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                RawClient client = bridge.connect();
                clients.add(client);
                RecordingListener held = acceptor.next();
                blocked.add(held);
                held.holdReader();
                client.send(text("held"));
                assertThat(held.next()).isEqualTo("payload held");
            }
            try (RawClient other = bridge.connect()) {
                RecordingListener fine = acceptor.next();
                other.send(text("hello"));
                assertThat(fine.next()).isEqualTo("payload hello");
            }
        } finally {
            blocked.forEach(RecordingListener::release);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void nothingMoreIsReadFromAPeerWhoseListenerBlocks() throws Exception {
        listener.holdReader();
        stalled.send(text("held"));
        assertThat(listener.next()).isEqualTo("payload held");
        AtomicInteger sent = new AtomicInteger();
        byte[] message = text("x".repeat(10_000));
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                while (sent.get() < 10_000) {
                    stalled.send(message);
                    sent.incrementAndGet();
                }
            } catch (IOException e) {
                assertThat(e).isNotNull(); // when the test is over
            }
        });

        assertStops(sent);
        assertThat(listener.isQuiet()).isTrue();
        listener.release();
        for (int i = 0; i < sent.get(); i++) {
            assertThat(listener.nextButBatchEnds()).hasSize("payload ".length() + 10_000);
        }
        stalled.reset();
        sender.join();
    }

    @Test
    void aPeerThatPingsAndDoesNotReadIsNotReadFromEither() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        byte[] ping = frame(FIN | PING, new byte[125]);
        byte[][] pings = new byte[10][];
        Arrays.fill(pings, ping);
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                while (sent.get() < 1_000_000) {
                    stalled.send(pings);
                    sent.incrementAndGet();
                }
            } catch (IOException e) {
                assertThat(e).isNotNull(); // when the test is over
            }
        });

        assertStops(sent);
        stalled.reset();
        sender.join();
    }

    private static CompletableFuture<Void> writeUntilItFails(Connection connection) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> writeUntilItFails(connection, done));
        return done;
    }

    private static void writeUntilItFails(Connection connection, CompletableFuture<Void> done) {
        try {
            while (true) {
                connection.write(List.of(utf8("y".repeat(60_000)), utf8("z")));
            }
        } catch (IOException e) {
            done.completeExceptionally(e);
        }
    }

    private static void assertStillRunning(CompletableFuture<Void> writing) {
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(() -> !writing.isDone());
    }

    /** Waits until the count stays what it is. */
    private static void assertStops(AtomicInteger count) {
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(20))
                .until(() -> before.getAndSet(count.get()) == count.get());
    }
}
