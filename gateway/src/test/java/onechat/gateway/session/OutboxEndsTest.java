package onechat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import onechat.gateway.signaling.Gate;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import onechat.protocol.connection.CloseReason;
import org.junit.jupiter.api.Test;

/** When an outbox closes its connection, and when it cuts it (contract sections 1.1 and 7). */
class OutboxEndsTest {
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
    void aPeerThatDoesNotReadIsCutWhenTooMuchWaitsForIt() {
        Gate stalled = new Gate();
        connection.stallAt(stalled);
        offer("12345");
        outbox.flush();
        stalled.awaitReached();
        offer("67890");
        assertThat(outbox.bytes()).as("what is being written counts too").isEqualTo(MAX_BYTES);
        assertThat(connection.events()).isEmpty();

        offer("1");
        assertEvents("aborted");
        offer("2");
        outbox.flush();
        outbox.close(CloseReason.LOGOUT);
        outbox.flush();
        stalled.open();
        assertEvents("aborted", "aborted"); // the second time by whoever found that its write was cut
    }

    @Test
    void whoeverOffersOneTooManyDoesNotWaitForTheCut() {
        Gate cutting = connection.stallAborts();
        offer("12345678901");

        cutting.awaitReached(); // on a thread of its own: this one came by already
        assertThat(connection.events()).isEmpty();
        cutting.open();
        assertEvents("aborted");
    }

    @Test
    void aConnectionIsClosedAfterWhatWaitsAndTakesNothingMore() {
        offer("a", "b");
        outbox.close(CloseReason.AFTER_ERROR);
        offer("c");
        outbox.close(CloseReason.LOGOUT);
        outbox.flush();

        assertEvents("a", "b", "closed 1008");
        outbox.flushHere();
        assertThat(connection.events()).hasSize(3);
    }

    @Test
    void aConnectionIsClosedThoughNothingWaits() {
        outbox.close(CloseReason.LOGOUT);
        outbox.flush();

        assertEvents("closed 1000");
    }

    @Test
    void aConnectionIsClosedByWhoeverIsWriting() throws Exception {
        Gate stalled = new Gate();
        connection.stallAt(stalled);
        offer("a");
        outbox.flush();
        stalled.awaitReached();
        offer("b");
        outbox.close(CloseReason.DRAINING);
        outbox.flush();

        stalled.open();
        assertEvents("a", "b", "closed 1001");
    }

    @Test
    void aConnectionThatBreaksIsCutAndTakesNothingMore() {
        connection.abort();
        offer("a");
        outbox.flushHere();
        offer("b");
        outbox.flushHere();
        outbox.close(CloseReason.LOGOUT);
        outbox.flush();

        assertThat(connection.events()).containsExactly("aborted", "aborted");
    }

    @Test
    void aWriteThatTheFirstLookMeetsIsTimedFromThere() {
        Gate stalled = new Gate();
        connection.stallAt(stalled);
        offer("a");
        outbox.flush();
        stalled.awaitReached();

        assertThat(outbox.hangs(1_000, 10)).isFalse();
        assertThat(outbox.hangs(1_010, 10)).isFalse();
        assertThat(outbox.hangs(1_011, 10)).isTrue();
        stalled.open();
    }

    @Test
    void aFaultOfTheEdgesOwnCutsItsConnectionAndNoMore() {
        try (RecordedLog log = new RecordedLog(Outbox.class)) {
            connection.failWith(new IllegalStateException("not open yet"));
            offer("a");
            outbox.flushHere();
            offer("b");
            outbox.flushHere();

            assertThat(connection.events()).containsExactly("aborted");
            assertThat(log.lines()).containsExactly("ERROR an edge failed to write");
        }
    }
}
