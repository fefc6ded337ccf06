package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Utf8Test {
    /** Octets at which the rules of RFC 3629 change, and their neighbours. */
    private static final int[] EDGES = {
        0x00, 0x22, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4,
        0xF5, 0xFF
    };

    private final CharsetDecoder jdk = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer decoded = CharBuffer.allocate(8);

    private boolean isValidToTheJdk(byte[] octets) {
        decoded.clear();
        jdk.reset();
        return !jdk.decode(ByteBuffer.wrap(octets), decoded, true).isError();
    }

    /** Compares without AssertJ in the common case: there are millions of them. */
    private void assertAsTheJdkSays(byte[] octets) {
        boolean valid = Utf8.isValid(octets, 0, octets.length);
        if (valid != isValidToTheJdk(octets)) {
            assertThat(valid).as(HexFormat.of().formatHex(octets)).isEqualTo(!valid);
        }
    }

    @Test
    void everySequenceOfOneOctetIsJudgedAsByTheJdk() {
        byte[] octets = new byte[1];
        for (int first = 0; first < 256; first++) {
            octets[0] = (byte) first;
            assertAsTheJdkSays(octets);
        }
    }

    @Test
    void everySequenceOfTwoOctetsIsJudgedAsByTheJdk() {
        byte[] octets = new byte[2];
        for (int both = 0; both < 1 << 16; both++) {
            octets[0] = (byte) (both >> 8);
            octets[1] = (byte) both;
            assertAsTheJdkSays(octets);
        }
    }

    @Test
    void everySequenceOfThreeOctetsIsJudgedAsByTheJdk() {
        byte[] octets = new byte[3];
        for (int all = 0; all < 1 << 24; all++) {
            octets[0] = (byte) (all >> 16);
            octets[1] = (byte) (all >> 8);
            octets[2] = (byte) all;
            assertAsTheJdkSays(octets);
        }
    }

    @Test
    void everyBeginningOfTwoOctetsWithEveryEdgeBehindItIsJudgedAsByTheJdk() {
        byte[] octets = new byte[4];
        for (int both = 0; both < 1 << 16; both++) {
            octets[0] = (byte) (both >> 8);
            octets[1] = (byte) both;
            for (int third : EDGES) {
                for (int fourth : EDGES) {
                    octets[2] = (byte) third;
                    octets[3] = (byte) fourth;
                    assertAsTheJdkSays(octets);
                }
            }
        }
    }

    @Test
    void everyCodePointIsWellFormed() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                byte[] octets = Character.toString(c).getBytes(UTF_8);
                assertThat(Utf8.isValid(octets, 0, octets.length)).isTrue();
            }
        }
    }

    @Test
    void onlyTheOctetsAskedForAreJudged() {
        byte[] octets = {(byte) 0xFF, (byte) 0xC3, (byte) 0xBC, (byte) 0x80};
        assertThat(Utf8.isValid(octets, 1, 2)).isTrue();
        assertThat(Utf8.isValid(octets, 1, 0)).isTrue();
        assertThat(Utf8.isValid(octets, 1, 1)).isFalse();
        assertThat(Utf8.isValid(octets, 1, 3)).isFalse();
        assertThat(Utf8.isValid(octets, 0, 3)).isFalse();
    }
}
