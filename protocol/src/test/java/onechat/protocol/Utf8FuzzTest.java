package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class Utf8FuzzTest {
    static Stream<byte[]> seeds() {
        return FuzzSeeds.payloads();
    }

    /** A new decoder reports what is malformed. */
    private static boolean isValidToTheJdk(byte[] octets, int offset, int length) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, offset, length));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /** As a whole, and in two parts at a place that the last octet says. */
    @MethodSource("seeds")
    @FuzzTest
    void octetsAreJudgedAsByTheJdkWhereverTheyStand(byte[] octets) {
        int end = octets.length;
        int middle = end == 0 ? 0 : Math.min(end, octets[end - 1] & 0xFF);
        assertThat(Utf8.isValid(octets, 0, end)).isEqualTo(isValidToTheJdk(octets, 0, end));
        assertThat(Utf8.isValid(octets, 0, middle)).isEqualTo(isValidToTheJdk(octets, 0, middle));
        assertThat(Utf8.isValid(octets, middle, end - middle)).isEqualTo(isValidToTheJdk(octets, middle, end - middle));
    }
}
