package onechat.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Gives the fuzz tests what they begin with: the vectors, which so hold for their comparisons too, and what earlier fuzzing came upon.
 * Stateless.
 */
final class FuzzSeeds {
    /** Longer ones make what grows out of them slow to run; the tests of the vectors have them. */
    private static final int MAX_BYTES = 2_048;

    private FuzzSeeds() {}

    /** What the vectors of a file have as that member. */
    static Stream<byte[]> octets(String file, String member) {
        return Vectors.of(file).map(vector -> vector.octets(member)).filter(octets -> octets.length <= MAX_BYTES);
    }

    /** Payloads, sound or not, from a client or from a server. */
    static Stream<byte[]> payloads() {
        Stream<byte[]> vectors = Stream.of("commands.json", "payload-faults.json", "relays.json", "messages.json")
                .flatMap(file -> octets(file, "payload"));
        return Stream.concat(vectors, corpus());
    }

    /** What reached places in the codec or its parser that no vector reaches: a payload a line, in Base64. */
    private static Stream<byte[]> corpus() {
        try (InputStream in = Objects.requireNonNull(FuzzSeeds.class.getResourceAsStream("/fuzz.corpus"))) {
            List<String> lines = new String(in.readAllBytes(), US_ASCII).lines().toList();
            return lines.stream().map(Base64.getDecoder()::decode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
