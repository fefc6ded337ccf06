package onechat.protocol;

import java.util.Arrays;
import java.util.stream.Stream;

/** Gives the vectors to the fuzz tests to begin with, so that every one of them holds for their comparisons too. Stateless. */
final class FuzzSeeds {
    /** Longer ones make what grows out of them slow to run; the tests of the vectors have them. */
    private static final int MAX_BYTES = 2_048;

    private FuzzSeeds() {}

    /** What the vectors of a file have as that member. */
    static Stream<byte[]> octets(String file, String member) {
        return Vectors.of(file).map(vector -> vector.octets(member)).filter(octets -> octets.length <= MAX_BYTES);
    }

    /** Every payload of the vectors, sound or not, from a client or from a server. */
    static Stream<byte[]> payloads() {
        return Stream.of("commands.json", "payload-faults.json", "relays.json", "messages.json")
                .flatMap(file -> octets(file, "payload"));
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
