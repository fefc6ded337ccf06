package onechat.gateway.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PairLoadTest {
    private static final int OUTSTANDING = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long OWN_PID = ProcessHandle.current().pid();

    /** A pair whose server is a queue: it acks everything at once, and may lose a candidate. */
    private static final class QueuedPair implements LoadedPair {
        private static final int END = -1;

        private final BlockingQueue<Integer> acks = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> candidates = new LinkedBlockingQueue<>(100);
        private final int lost;
        private int sent;
        private int unacked;
        private int mostUnacked;

        /** @param lost the number of the candidate that is lost, or -1 */
        QueuedPair(int lost) {
            this.lost = lost;
        }

        @Override
        public void send(int count) throws IOException {
            unacked += count;
            mostUnacked = Math.max(mostUnacked, unacked);
            for (int i = 0; i < count; i++) {
                if (sent != lost) {
                    put(candidates, 1);
                }
                sent++;
                acks.add(1);
            }
        }

        @Override
        public int awaitAcks() throws IOException {
            int came = next(acks);
            unacked -= came;
            return came;
        }

        @Override
        public int receive() throws IOException {
            return next(candidates);
        }

        private static void put(BlockingQueue<Integer> queue, int what) throws IOException {
            try {
                queue.put(what);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        private static int next(BlockingQueue<Integer> queue) throws IOException {
            try {
                int came = queue.take();
                if (came == END) {
                    throw new EOFException();
                }
                return came;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            put(candidates, END);
        }
    }

    @Test
    void everyPairSendsAsItsAcksComeAndEverythingIsCounted() throws InterruptedException {
        List<QueuedPair> pairs = Stream.of(-1, -1, -1).map(QueuedPair::new).toList();
        LoadResult result =
                new PairLoad(pairs, OUTSTANDING, PATIENCE).run(Duration.ZERO, Duration.ofMillis(200), OWN_PID);

        assertThat(result.relays()).isPositive();
        assertThat(result.seconds()).isGreaterThanOrEqualTo(0.2);
        assertThat(result.p50Micros()).isPositive().isLessThanOrEqualTo(result.maxMicros());
        // It is its own server here; the two are read one after the other, while it goes on.
        assertThat(result.serverCpuSeconds()).isCloseTo(result.ownCpuSeconds(), Offset.offset(0.2));
        assertThat(pairs).allSatisfy(pair -> {
            assertThat(pair.mostUnacked).isEqualTo(OUTSTANDING);
            assertThat(pair.unacked).isZero();
        });
    }

    @Test
    void aCandidateThatNeverArrivesIsNoticed() {
        PairLoad load = new PairLoad(List.of(new QueuedPair(5)), OUTSTANDING, Duration.ofMillis(200));
        assertThatThrownBy(() -> load.run(Duration.ZERO, Duration.ofMillis(1), OWN_PID))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 candidates were lost");
    }

    @Test
    void aResultIsReadBackAsItWasWritten() throws InterruptedException {
        LoadResult result = new PairLoad(List.of(new QueuedPair(-1)), 1, PATIENCE)
                .run(Duration.ZERO, Duration.ofMillis(50), OWN_PID);
        assertThat(LoadResult.parse(result.json())).isEqualTo(result);
    }
}
