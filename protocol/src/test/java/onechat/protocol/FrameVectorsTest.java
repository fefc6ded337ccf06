package onechat.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onechat.protocol.Vectors.Vector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameVectorsTest {
    /** Longer inputs are split at their first and last octets, where the header blocks are, and here and there between. */
    private static final int SPLIT_EVERYWHERE_BYTES = 3_000;

    static Stream<Vector> frames() {
        return Vectors.of("frames.json");
    }

    static Stream<Vector> faults() {
        return Vectors.of("framing-faults.json");
    }

    /** What a decoder found in octets that came in pieces. */
    private static final class Reader {
        private final FrameDecoder decoder;
        private final List<byte[]> payloads = new ArrayList<>();
        private @Nullable FramingException fault;

        Reader(Vector vector) {
            decoder = new FrameDecoder(vector.get("max_payload").asInt(Limits.DEFAULT_MAX_PAYLOAD_BYTES));
        }

        /** Feeds a piece in an array of its own, so that nothing beside it can be read, unless a fault came before. */
        void feed(byte[] octets, int start, int end) {
            if (fault != null) {
                return;
            }
            byte[] piece = Arrays.copyOfRange(octets, start, end);
            try {
                decoder.feed(
                        piece,
                        0,
                        piece.length,
                        (o, at, length) -> payloads.add(Arrays.copyOfRange(o, at, at + length)));
            } catch (FramingException e) {
                fault = e;
            }
        }

        @Nullable
        ErrorCode code() {
            return fault == null ? null : fault.code();
        }
    }

    private static IntStream splits(byte[] input) {
        int end = input.length;
        return IntStream.rangeClosed(0, end)
                .filter(at -> end <= SPLIT_EVERYWHERE_BYTES || at < 1_200 || at > end - 200 || at % 4_099 == 0);
    }

    private static void assertPayloads(Vector vector, Reader reader) {
        assertThat(reader.payloads).containsExactlyElementsOf(vector.listOfOctets("payloads"));
    }

    private static void assertFault(Vector vector, Reader reader) {
        assertThat(reader.code())
                .isEqualTo(ErrorCode.of(vector.get("error").required("code").intValue()));
        assertPayloads(vector, reader);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void framesFedWholeGiveTheirPayloads(Vector vector) {
        byte[] input = vector.octets("input");
        Reader reader = new Reader(vector);
        reader.feed(input, 0, input.length);
        assertThat(reader.code()).isNull();
        assertPayloads(vector, reader);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void framesFedOneOctetAtATimeGiveTheirPayloads(Vector vector) {
        byte[] input = vector.octets("input");
        Reader reader = new Reader(vector);
        for (int at = 0; at < input.length; at++) {
            reader.feed(input, at, at + 1);
        }
        assertThat(reader.code()).isNull();
        assertPayloads(vector, reader);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void framesSplitAnywhereGiveTheirPayloads(Vector vector) {
        byte[] input = vector.octets("input");
        splits(input).forEach(split -> {
            Reader reader = new Reader(vector);
            reader.feed(input, 0, split);
            reader.feed(input, split, input.length);
            assertThat(reader.code()).isNull();
            assertPayloads(vector, reader);
        });
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundInWhatIsFedWhole(Vector vector) {
        byte[] input = vector.octets("input");
        Reader reader = new Reader(vector);
        reader.feed(input, 0, input.length);
        assertFault(vector, reader);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundAtTheOctetThatMakesItOne(Vector vector) {
        byte[] input = vector.octets("input");
        int knownAfter = vector.get("known_after").intValue();
        Reader reader = new Reader(vector);
        for (int at = 0; at < knownAfter; at++) {
            assertThat(reader.code()).isNull();
            reader.feed(input, at, at + 1);
        }
        assertFault(vector, reader);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundAtTheSameOctetHoweverTheInputIsSplit(Vector vector) {
        byte[] input = vector.octets("input");
        int knownAfter = vector.get("known_after").intValue();
        splits(input).forEach(split -> {
            Reader reader = new Reader(vector);
            reader.feed(input, 0, split);
            assertThat(reader.code() != null).isEqualTo(split >= knownAfter);
            reader.feed(input, split, input.length);
            assertFault(vector, reader);
        });
    }
}
