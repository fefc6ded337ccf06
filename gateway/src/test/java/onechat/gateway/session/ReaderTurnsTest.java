package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Readers that always find more to read, on all the carriers that there are. */
class ReaderTurnsTest {
    /** A second's worth and more, if nobody else ever had a turn. */
    private static final int MANY_BATCHES = 500_000;

    private final AtomicBoolean hadItsTurn = new AtomicBoolean();

    @Test
    void letOthersHaveTheirTurn() throws InterruptedException {
        int carriers = Runtime.getRuntime().availableProcessors();
        CountDownLatch allRead = new CountDownLatch(carriers);
        AtomicInteger readToTheEnd = new AtomicInteger();
        Thread waiting = Thread.ofVirtual().start(() -> {
            LockSupport.park();
            hadItsTurn.set(true);
        });
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < carriers; i++) {
            // Each of a server of its own: threads that wait for each other's locks have turns anyway.
            LocalClient client = new LocalServer(0, SessionOptions.DEFAULT_MAX_OUTBOX_BYTES).connect();
            readers.add(Thread.ofVirtual().start(() -> {
                allRead.countDown();
                for (int batch = 0; batch < MANY_BATCHES && !hadItsTurn.get(); batch++) {
                    client.send("{'cmd':'ping'}");
                    if (allRead.getCount() == 0) {
                        LockSupport.unpark(waiting);
                    }
                }
                readToTheEnd.addAndGet(hadItsTurn.get() ? 0 : 1);
            }));
        }
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(readToTheEnd).hasValue(0);
    }
}
