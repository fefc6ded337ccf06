package onechat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import onechat.gateway.signaling.Gate;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import org.junit.jupiter.api.Test;

/** What waits for one connection, and in which order it goes out (contract section 5.4). */
class OutboxTest {
    private static final int MAX_BYTES = 10;

    private static final Message PLAIN = new Message.Left(1, 2, LeaveReason.LEFT, null);

    private final RecordedConnection connection = new RecordedConnection();
    private final Outbox outbox =
            new Outboxes(MAX_BYTES, new SessionThreads(), SessionObserver.NONE, System::nanoTime).of(connection);

    private void offer(String... payloads) {
        for (String payload : payloads) {
            outbox.offer(PLAIN, payload.getBytes(UTF_8));
        }
    }

    private void assertEvents(String... expected) {
        await().untilAsserted(() -> assertThat(connection.events()).containsExactly(expected));
    }

    @Test
    void whatWaitsGoesOutTogetherInTheOrderOffered() {
        offer("a", "b", "c");
        assertThat(connection.events()).isEmpty();

        outbox.flush();
        assertEvents("a", "b", "c");
        assertThat(connection.batches()).containsExactly(3);
    }

    @Test
    void theReaderWritesOnItsOwnThread() {
        offer("a", "b");
        outbox.flushHere();

        assertThat(connection.events()).containsExactly("a", "b");
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void nothingIsWrittenWhereNothingWaits() {
        outbox.flush();
        outbox.flushHere();
        offer("a");
        outbox.flushHere();

        assertThat(connection.batches()).containsExactly(1);
    }

    @Test
    void whatComesWhileSomebodyWritesIsWrittenAfterwardsByNobodyElse() throws Exception {
        Gate stalled = new Gate();
        connection.stallAt(stalled);
        offer("a");
        outbox.flush();
        stalled.awaitReached();

        CompletableFuture.runAsync(() -> {
                    offer("b", "c");
                    outbox.flush();
                    outbox.flushHere();
                })
                .get(20, TimeUnit.SECONDS); // whoever offers is not held up by a peer that does not read
        assertThat(connection.events()).isEmpty();
        stalled.open();
        assertEvents("a", "b", "c");
        assertThat(connection.batches()).containsExactly(1, 2);
    }

    @Test
    void whatComesWhileTheReaderWritesIsLeftToAnother() throws Exception {
        Gate stalled = new Gate();
        connection.stallAt(stalled);
        offer("a");
        CompletableFuture<Void> reader = CompletableFuture.runAsync(outbox::flushHere);
        stalled.awaitReached();
        offer("b");
        outbox.flush();

        stalled.open();
        reader.get(20, TimeUnit.SECONDS);
        assertEvents("a", "b");
    }

    @Test
    void whatIsWrittenMakesRoomAgain() {
        for (int i = 0; i < 5; i++) {
            offer("1234567890");
            outbox.flushHere();
        }

        assertThat(connection.events()).hasSize(5).allMatch("1234567890"::equals);
    }

    @Test
    void manyThreadsThatOfferAndFlushLoseNothingAndKeepEachOnesOrder() throws Exception {
        int threads = 4;
        int each = 2_000;
        Outbox roomy = new Outboxes(Integer.MAX_VALUE, new SessionThreads(), SessionObserver.NONE, System::nanoTime)
                .of(connection);
        List<Thread> all = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String name = "t" + thread + ":";
            boolean reader = thread == 0;
            all.add(Thread.ofPlatform().start(() -> IntStream.range(0, each).forEach(i -> {
                roomy.offer(PLAIN, (name + i).getBytes(UTF_8));
                if (reader) {
                    roomy.flushHere();
                } else {
                    roomy.flush();
                }
            })));
        }
        for (Thread thread : all) {
            thread.join();
        }
        await().until(() -> connection.events().size() == threads * each);
        for (int thread = 0; thread < threads; thread++) {
            String name = "t" + thread + ":";
            assertThat(connection.events().stream().filter(event -> event.startsWith(name)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(i -> name + i).toList());
        }
        await().until(() -> roomy.bytes() == 0);
    }
}
