package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private final List<String> payloads = new ArrayList<>();
    private final FrameDecoder decoder = new FrameDecoder(64);

    private void feed(String octets) throws FramingException {
        byte[] fed = octets.getBytes(UTF_8);
        decoder.feed(fed, 0, fed.length, (o, at, length) -> payloads.add(new String(o, at, length, UTF_8)));
    }

    @Test
    void aPayloadThatLiesWhollyInTheFedOctetsIsHandedOnWithoutACopy() throws FramingException {
        byte[] fed = "xxONECHAT/1.0\r\nPAYLOAD_LEN: 2\r\n\r\n{}yy".getBytes(UTF_8);
        List<Object> handedOn = new ArrayList<>();
        decoder.feed(fed, 2, fed.length - 4, (octets, offset, length) -> {
            handedOn.add(octets);
            assertThat(offset).isEqualTo(fed.length - 4);
            assertThat(length).isEqualTo(2);
        });
        assertThat(handedOn).hasSize(1);
        assertThat(handedOn.get(0)).isSameAs(fed);
    }

    @Test
    void everySplitInThreeGivesTheSamePayloads() throws FramingException {
        byte[] stream =
                "ONECHAT/1.0\r\nX: y\r\npayload_len:   8\r\n\r\n{\"ü\":1}ONECHAT/1.0\r\nPAYLOAD_LEN: 2\r\n\r\n{}"
                        .getBytes(UTF_8);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                FrameDecoder own = new FrameDecoder(64);
                List<String> got = new ArrayList<>();
                FrameDecoder.PayloadConsumer consumer = (o, at, length) -> got.add(new String(o, at, length, UTF_8));
                own.feed(stream, 0, first, consumer);
                own.feed(stream, first, second - first, consumer);
                own.feed(stream, second, stream.length - second, consumer);
                assertThat(got).containsExactly("{\"ü\":1}", "{}");
            }
        }
    }

    @Test
    void payloadsBeforeAFaultAreHandedOnAndNothingAfterItIs() throws FramingException {
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> feed("ONECHAT/1.0\r\nPAYLOAD_LEN: 2\r\n\r\n{}oNECHAT"))
                .extracting(FramingException::code)
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(payloads).containsExactly("{}");
        assertThatIllegalStateException().isThrownBy(() -> feed("ONECHAT/1.0\r\nPAYLOAD_LEN: 2\r\n\r\n{}"));
        assertThat(payloads).hasSize(1);
    }

    @Test
    void aFrameFromTheEncoderIsReadBack() throws FramingException {
        for (int length : new int[] {1, 9, 10, 64}) {
            payloads.clear();
            byte[] payload = "x".repeat(length).getBytes(UTF_8);
            byte[] buffer = new byte[FrameEncoder.frameBytes(length) * 2 + 5];
            int end = FrameEncoder.write(payload, buffer, FrameEncoder.write(payload, buffer, 5));
            assertThat(end).isEqualTo(buffer.length);
            decoder.feed(buffer, 5, end - 5, (o, at, n) -> payloads.add(new String(o, at, n, UTF_8)));
            assertThat(payloads).containsExactly("x".repeat(length), "x".repeat(length));
        }
    }

    @Test
    void theEncodersFrameIsByteExact() {
        assertThat(FrameEncoder.frame("{}".getBytes(UTF_8)))
                .asString(UTF_8)
                .isEqualTo("ONECHAT/1.0\r\nPAYLOAD_LEN: 2\r\n\r\n{}");
    }

    @Test
    void anAnnouncedPayloadTakesMemoryOnlyAsItComes() throws FramingException {
        List<FrameDecoder> waiting = new ArrayList<>();
        byte[] begun = "ONECHAT/1.0\r\nPAYLOAD_LEN: 2000000000\r\n\r\n{\"cmd\":".getBytes(UTF_8);
        for (int i = 0; i < 1_000; i++) {
            FrameDecoder one = new FrameDecoder(2_000_000_000);
            one.feed(begun, 0, begun.length, (octets, offset, length) -> payloads.add("none is whole"));
            waiting.add(one);
        }
        assertThat(waiting).hasSize(1_000);
        assertThat(payloads).isEmpty();
    }
}
