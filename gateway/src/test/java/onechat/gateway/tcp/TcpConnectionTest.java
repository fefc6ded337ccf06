package onechat.gateway.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onechat.gateway.tcp.RawClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a connection asks the network for octets and hands octets to it (contract section 1.1). */
class TcpConnectionTest {
    private static final int RESIDENT = 512;
    private static final int BURST = 4_096;
    private static final int LARGER = BufferPool.BUFFER_BYTES;

    private final FakeSocket socket = new FakeSocket();
    private final BufferPool buffers = new BufferPool();

    private TcpConnection connection() throws IOException {
        return new TcpConnection(new TcpStream(socket, null), 65_536, buffers, System::nanoTime);
    }

    private List<String> readAll() throws IOException {
        ListedConnection[] listed = new ListedConnection[1];
        connection().run(connection -> listed[0] = new ListedConnection(connection, (server, payload) -> {}));
        return listed[0].events();
    }

    private static List<byte[]> payloads(Stream<String> payloads) {
        return payloads.map(payload -> payload.getBytes(UTF_8)).toList();
    }

    private List<Integer> lengthsWritten() {
        return socket.writes.stream().map(octets -> octets.length).toList();
    }

    @Test
    void whileLittleComesNoMoreIsAskedForThanTheResidentBufferHolds() throws IOException {
        socket.bring(frame("{}").getBytes(UTF_8));
        socket.bring(frame("{}").getBytes(UTF_8));

        assertThat(readAll()).containsExactly("{}", "end of batch", "{}", "end of batch", "closed");
        assertThat(socket.readsAsked).containsExactly(RESIDENT, RESIDENT, RESIDENT);
    }

    @Test
    void whenAReadFillsTheBufferALargerOneIsBorrowedUntilAReadDoesNotFillIt() throws IOException {
        String large = "x".repeat(40_000);
        socket.bring(frame(large).getBytes(UTF_8));
        socket.bring(frame("{}").getBytes(UTF_8));

        assertThat(readAll()).contains(large, "{}");
        assertThat(socket.readsAsked).containsExactly(RESIDENT, BURST, LARGER, LARGER, LARGER, BURST, BURST);
    }

    @Test
    void afterTheFirstBurstOfSmallPayloadsEachIsOneReadAndOneBatch() throws IOException {
        List<String> burst =
                IntStream.range(0, 8).mapToObj(i -> i + "x".repeat(300)).toList();
        byte[] frames = burst.stream()
                .map(RawClient::frame)
                .collect(Collectors.joining())
                .getBytes(UTF_8);
        socket.bring(frames);
        socket.bring(frames);

        List<String> read = readAll();

        assertThat(socket.readsAsked).containsExactly(RESIDENT, BURST, BURST, BURST);
        List<String> oneBatch = Stream.concat(burst.stream(), Stream.of("end of batch", "closed"))
                .toList();
        assertThat(read).endsWith(oneBatch.toArray(String[]::new));
    }

    @Test
    void aBufferThatWasBorrowedIsGivenBackAlsoWhenTheConnectionEnds() throws IOException {
        byte[] kept = buffers.borrow();
        buffers.giveBack(kept);
        socket.bring(("ONECHAT/1.0\r\nPAYLOAD_LEN: 60000\r\n\r\n" + "x".repeat(RESIDENT + LARGER)).getBytes(UTF_8));

        assertThat(readAll()).endsWith("closed");
        assertThat(buffers.borrow()).isSameAs(kept);
    }

    @Test
    void smallPayloadsGoOutInOneWrite() throws IOException {
        List<String> many =
                IntStream.range(0, 100).mapToObj(i -> "{\"n\":" + i + "}").toList();
        connection().write(payloads(many.stream()));

        assertThat(socket.writes).hasSize(1);
        assertThat(socket.written())
                .asString(UTF_8)
                .isEqualTo(many.stream().map(RawClient::frame).collect(Collectors.joining()));
    }

    @Test
    void aFrameThatFitsNoMoreGoesIntoTheNextWrite() throws IOException {
        String third = "x".repeat(6_000);
        connection().write(payloads(Stream.of(third, third, third)));

        int frame = frame(third).length();
        assertThat(lengthsWritten()).containsExactly(2 * frame, frame);
        assertThat(socket.written()).asString(UTF_8).isEqualTo(frame(third).repeat(3));
    }

    @Test
    void aFrameThatFillsTheBufferExactlyIsWrittenWhole() throws IOException {
        String whole = "x".repeat(LARGER - frame("x".repeat(10_000)).length() + 10_000);
        assertThat(frame(whole)).hasSize(LARGER);
        connection().write(payloads(Stream.of("{}", whole, "{}")));

        assertThat(socket.written()).asString(UTF_8).isEqualTo(frame("{}") + frame(whole) + frame("{}"));
    }

    @Test
    void aFrameThatIsLargerThanTheBufferKeepsItsPlace() throws IOException {
        String large = "x".repeat(40_000);
        connection().write(payloads(Stream.of("{}", large, "{}", large)));

        assertThat(socket.written()).asString(UTF_8).isEqualTo(frame("{}") + frame(large) + frame("{}") + frame(large));
    }

    @Test
    void ofManyBuffersGivenBackSomeAreKept() {
        Set<byte[]> borrowed = Collections.newSetFromMap(new IdentityHashMap<>());
        while (borrowed.size() < 200) {
            assertThat(borrowed.add(buffers.borrow())).as("nobody else has it").isTrue();
        }
        borrowed.forEach(buffers::giveBack);

        int kept = 0;
        for (int i = 0; i < 200; i++) {
            kept += borrowed.remove(buffers.borrow()) ? 1 : 0;
        }
        assertThat(kept).isEqualTo(128);
    }
}
