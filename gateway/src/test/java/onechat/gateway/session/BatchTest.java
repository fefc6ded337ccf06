package onechat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import onechat.gateway.signaling.Device;
import onechat.gateway.signaling.Inbox;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import onechat.protocol.MessageEncoder;
import onechat.protocol.connection.CloseReason;
import org.junit.jupiter.api.Test;

/** When messages that are owed together go out. */
class BatchTest {
    private static final Message LEFT = new Message.Left(1, 2, LeaveReason.LEFT, null);
    private static final String LEFT_PAYLOAD =
            LocalClient.json("{'cmd':'webrtc_leave','from':1,'to':2,'reason':'left'}");
    private static final Message.Refused TOO_LATE = new Message.Refused(ErrorCode.TIMED_OUT, "m", null, null);
    private static final String TOO_LATE_PAYLOAD = LocalClient.json("{'cmd':'error','msg':'m','code':10408}");

    private final List<String> events = new ArrayList<>();
    private final List<byte[]> offered = new ArrayList<>();
    private final Batch batch = new Batch(new MessageEncoder(), SessionObserver.NONE);

    /** Writes down what it takes, and when it is let go out. */
    private final class ListedInbox implements Inbox {
        private final String name;

        ListedInbox(String name) {
            this.name = name;
        }

        @Override
        public void offer(Message message, byte[] payload) {
            offered.add(payload);
            events.add(name + " " + new String(payload, UTF_8));
        }

        @Override
        public void flush() {
            events.add(name + " flushed");
        }
    }

    private Device device(String name) {
        return new Device(1, name, new ListedInbox(name));
    }

    private void fill(int inboxes) {
        for (int i = 0; i < inboxes; i++) {
            batch.deliver(List.of(device("other")), LEFT);
        }
    }

    @Test
    void aMessageIsEncodedOnceForAllWhoGetIt() {
        batch.deliver(List.of(device("a"), device("b")), LEFT);

        assertThat(events).containsExactly("a " + LEFT_PAYLOAD, "b " + LEFT_PAYLOAD);
        assertThat(offered.get(0)).isSameAs(offered.get(1));
    }

    @Test
    void nothingGoesOutBeforeTheBatchEndsAndThenEachInboxOnce() {
        Device a = device("a");
        Device b = device("b");
        batch.deliver(List.of(a), LEFT);
        batch.deliver(List.of(b), LEFT);
        batch.deliver(List.of(a), LEFT);
        events.clear();

        batch.flush();
        assertThat(events).containsExactly("a flushed", "b flushed");
        batch.flush();
        assertThat(events).hasSize(2);
    }

    @Test
    void aBatchThatTouchedManyInboxesLetsThemGoBeforeItsEnd() {
        fill(63);
        assertThat(events).noneMatch(event -> event.endsWith("flushed"));
        fill(1);
        assertThat(events).filteredOn(event -> event.endsWith("flushed")).hasSize(64);
    }

    @Test
    void theReadersOwnOutboxIsWrittenHereAndLast() {
        RecordedConnection connection = new RecordedConnection();
        Outbox own = new Outboxes(1_000, new SessionThreads(), SessionObserver.NONE, System::nanoTime).of(connection);
        batch.reply(own, LEFT);
        batch.deliver(List.of(device("a")), LEFT);

        batch.flush(own);
        assertThat(connection.events()).containsExactly(LEFT_PAYLOAD);
        assertThat(events).endsWith("a flushed");
    }

    @Test
    void anOutboxThatTheBatchDidNotTouchIsLeftAlone() {
        RecordedConnection connection = new RecordedConnection();
        Outbox own = new Outboxes(1_000, new SessionThreads(), SessionObserver.NONE, System::nanoTime).of(connection);
        own.offer(LEFT, LEFT_PAYLOAD.getBytes(UTF_8));

        batch.flush(own);
        assertThat(connection.events()).isEmpty();
    }

    @Test
    void theLastMessageIsFollowedByTheCloseHoweverManyInboxesWereTouchedBefore() {
        for (int before = 0; before <= 64; before++) {
            RecordedConnection connection = new RecordedConnection();
            Outbox outbox =
                    new Outboxes(1_000, new SessionThreads(), SessionObserver.NONE, System::nanoTime).of(connection);
            fill(before);
            batch.replyAndClose(outbox, TOO_LATE, CloseReason.AFTER_ERROR);
            batch.flush();
            await().untilAsserted(
                            () -> assertThat(connection.events()).containsExactly(TOO_LATE_PAYLOAD, "closed 1008"));
        }
    }

    @Test
    void aConnectionCanBeClosedWithoutALastMessage() {
        RecordedConnection connection = new RecordedConnection();
        batch.close(
                new Outboxes(1_000, new SessionThreads(), SessionObserver.NONE, System::nanoTime).of(connection),
                CloseReason.LOGOUT);
        batch.flush();

        await().untilAsserted(() -> assertThat(connection.events()).containsExactly("closed 1000"));
    }
}
