package onechat.protocol.client;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import onechat.protocol.Message;
import onechat.protocol.RelayedContent;

/** Keeps what it was told, for a test to take. Told by the reader thread, asked by the test's. */
class RecordingListener implements OneChatListener {
    /** What is told without more words. */
    enum Moment {
        RECONNECTING,
        RESUMED
    }

    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

    private void keep(Object event) {
        threads.add(Thread.currentThread());
        events.add(event);
    }

    /** The next event, waited for. */
    Object next() throws InterruptedException {
        return Objects.requireNonNull(events.poll(10, TimeUnit.SECONDS), "no event came");
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** The thread of what was told first. */
    Thread thread() {
        return threads.element();
    }

    long threads() {
        return threads.stream().distinct().count();
    }

    @Override
    public void created(Message.Created ring) {
        keep(ring);
    }

    @Override
    public void joined(Message.Joined joined) {
        keep(joined);
    }

    @Override
    public void left(Message.Left left) {
        keep(left);
    }

    @Override
    public void offer(RelayedContent.Offer offer) {
        keep(offer);
    }

    @Override
    public void answer(RelayedContent.Answer answer) {
        keep(answer);
    }

    @Override
    public void candidate(RelayedContent.Candidate candidate) {
        keep(candidate);
    }

    @Override
    public void refused(Message.Refused error) {
        keep(error);
    }

    @Override
    public void reconnecting() {
        keep(Moment.RECONNECTING);
    }

    @Override
    public void resumed() {
        keep(Moment.RESUMED);
    }

    @Override
    public void closed(Closed closed) {
        keep(closed);
    }
}
