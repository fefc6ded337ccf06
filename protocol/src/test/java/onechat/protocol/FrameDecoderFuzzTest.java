package onechat.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import onechat.protocol.FrameReference.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

class FrameDecoderFuzzTest {
    private static final int[] LIMITS = {65_536, 64, 1, 1_000};

    /** The vectors, each with cuts behind it: the last octet says by which limit to read, and how many before it are lengths of pieces. */
    static Stream<byte[]> vectors() {
        byte[] byDefaultInPieces = {7, 1, 30, 3};
        byte[] byFewInPieces = {2, 1 << 3 | 1};
        Stream<byte[]> streams = Stream.concat(
                FuzzSeeds.octets("frames.json", "input"), FuzzSeeds.octets("framing-faults.json", "input"));
        return streams.flatMap(stream ->
                Stream.of(FuzzSeeds.joined(stream, byDefaultInPieces), FuzzSeeds.joined(stream, byFewInPieces)));
    }

    /** Feeds one stream, and keeps what comes of it. */
    private static final class Reader {
        private final int maxPayloadBytes;
        private final FrameDecoder decoder;
        private final List<byte[]> payloads = new ArrayList<>();
        private @Nullable ErrorCode fault;
        private int fedBytes;

        Reader(int maxPayloadBytes) {
            this.maxPayloadBytes = maxPayloadBytes;
            this.decoder = new FrameDecoder(maxPayloadBytes);
        }

        /** Feeds a piece in the middle of other octets; false once the framing is broken. */
        boolean feed(byte[] stream, int start, int end) {
            byte[] buffer = new byte[end - start + 2];
            Arrays.fill(buffer, (byte) '\n');
            System.arraycopy(stream, start, buffer, 1, end - start);
            try {
                decoder.feed(buffer, 1, end - start, this::keep);
            } catch (FramingException e) {
                fault = e.code();
            }
            fedBytes = end;
            // The octets are the caller's again: what is kept of them has to be a copy.
            Arrays.fill(buffer, (byte) 'X');
            return fault == null;
        }

        private void keep(byte[] octets, int offset, int length) {
            assertThat(length).isBetween(1, maxPayloadBytes);
            payloads.add(Arrays.copyOfRange(octets, offset, offset + length));
        }

        void assertAs(Outcome expected, int firstOctetOfLastPiece) {
            assertThat(fault).isEqualTo(expected.fault());
            assertThat(payloads).containsExactlyElementsOf(expected.payloads());
            if (fault != null) {
                assertThat(expected.knownAfter()).isBetween(firstOctetOfLastPiece + 1, fedBytes);
                assertThatIllegalStateException().isThrownBy(() -> decoder.feed(new byte[1], 0, 1, this::keep));
            }
        }
    }

    @MethodSource("vectors")
    @FuzzTest
    void aStreamGivesWhatTheContractSaysHoweverItIsCut(byte[] input) {
        int last = input.length == 0 ? 0 : input[input.length - 1] & 0xFF;
        int maxPayloadBytes = LIMITS[last >> 3 & 3];
        int pieces = Math.min(last & 7, Math.max(0, input.length - 1));
        byte[] stream = Arrays.copyOf(input, Math.max(0, input.length - 1 - pieces));
        byte[] lengths = Arrays.copyOfRange(input, stream.length, stream.length + pieces);

        Outcome expected = FrameReference.read(stream, maxPayloadBytes);
        assertWhole(stream, maxPayloadBytes, expected);
        assertInPieces(stream, maxPayloadBytes, new byte[] {1}, expected);
        assertInPieces(stream, maxPayloadBytes, lengths, expected);
        assertFramedAnew(expected.payloads(), maxPayloadBytes);
        if (stream.length > 0 && stream.length <= maxPayloadBytes) {
            assertFramedAnew(List.of(stream), maxPayloadBytes);
        }
    }

    private static void assertWhole(byte[] stream, int maxPayloadBytes, Outcome expected) {
        Reader reader = new Reader(maxPayloadBytes);
        reader.feed(stream, 0, stream.length);
        reader.assertAs(expected, 0);
    }

    /** Feeds pieces of those lengths, over and over. */
    private static void assertInPieces(byte[] stream, int maxPayloadBytes, byte[] lengths, Outcome expected) {
        Reader reader = new Reader(maxPayloadBytes);
        int start = 0;
        for (int i = 0; start < stream.length; i++) {
            int length = lengths.length == 0 ? stream.length : lengths[i % lengths.length] & 0xFF;
            // An empty piece now and then, and never only such.
            int end = Math.min(stream.length, start + (i >= lengths.length ? Math.max(1, length) : length));
            if (!reader.feed(stream, start, end)) {
                break;
            }
            start = end;
        }
        reader.assertAs(expected, start);
    }

    private static void assertFramedAnew(List<byte[]> payloads, int maxPayloadBytes) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (byte[] payload : payloads) {
            byte[] frame = FrameEncoder.frame(payload);
            assertThat(frame).hasSize(FrameEncoder.frameBytes(payload.length));
            frames.writeBytes(frame);
        }
        byte[] stream = frames.toByteArray();
        assertWhole(stream, maxPayloadBytes, new Outcome(payloads, null, -1));
        assertThat(FrameReference.read(stream, maxPayloadBytes).payloads()).containsExactlyElementsOf(payloads);
    }
}
