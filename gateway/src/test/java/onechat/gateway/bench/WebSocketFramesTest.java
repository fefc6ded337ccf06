package onechat.gateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames against RFC 6455 itself: what comes is put together here octet by octet. */
class WebSocketFramesTest {
    private final List<String> messages = new ArrayList<>();
    private final List<String> controls = new ArrayList<>();
    private WebSocketFrames frames = new WebSocketFrames(64, new byte[0]);

    private static byte[] frame(int first, int length, String text) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (length <= 125) {
            frame.write(length);
        } else if (length <= 65_535) {
            frame.write(126);
            frame.write(length >> 8);
            frame.write(length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) length >> shift));
            }
        }
        frame.writeBytes(text.getBytes(UTF_8));
        return frame.toByteArray();
    }

    private static byte[] frame(int first, String text) {
        return frame(first, text.length(), text);
    }

    private static byte[] all(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private boolean feed(byte[] octets, int most) throws IOException {
        for (int at = 0; at < octets.length; ) {
            int length = Math.min(Math.min(most, frames.room()), octets.length - at);
            System.arraycopy(octets, at, frames.buffer(), frames.end(), length);
            at += length;
            if (!take(length)) {
                return false;
            }
        }
        return true;
    }

    private boolean take(int length) throws IOException {
        return frames.take(
                length,
                (octets, offset, size) -> messages.add(new String(octets, offset, size, UTF_8)),
                (control, octets, offset, size) ->
                        controls.add(control + " " + new String(octets, offset, size, UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50, 100_000})
    void messagesAreFoundHoweverTheStreamIsCut(int most) throws IOException {
        String long1 = "x".repeat(126);
        String long2 = "y".repeat(70_000);
        byte[] stream = all(
                frame(0x81, "{}"),
                frame(0x81, long1),
                frame(0x01, "a"),
                frame(0x89, "ping"),
                frame(0x00, "b"),
                frame(0x80, "c"),
                frame(0x8A, ""),
                frame(0x81, long2),
                frame(0x81, "end"));

        assertThat(feed(stream, most)).isTrue();

        assertThat(messages).containsExactly("{}", long1, "abc", long2, "end");
        assertThat(controls).containsExactly("PING ping");
    }

    @Test
    void whatCameBehindTheHandshakeIsNotLost() throws IOException {
        frames = new WebSocketFrames(64, frame(0x81, "early"));

        assertThat(frames.waiting()).isTrue();
        assertThat(take(0)).isTrue();
        assertThat(frames.waiting()).isFalse();
        assertThat(messages).containsExactly("early");
    }

    @Test
    void aCloseIsTheEndAndIsAnsweredWithItsCode() throws IOException {
        assertThat(feed(all(frame(0x88, "\u0003\u0012bye"), frame(0x81, "late")), 1_000))
                .isFalse();

        assertThat(controls).containsExactly("CLOSE \u0003\u0012");
        assertThat(messages).isEmpty();
    }

    @Test
    void whatBreaksTheRulesEndsIt() {
        List<byte[]> wrong = List.of(
                frame(0x82, "binary"),
                frame(0xC1, "compressed"),
                new byte[] {(byte) 0x81, (byte) 0x81, 1, 2, 3, 4, 5},
                frame(0x80, "nothing to go on with"),
                all(frame(0x01, "a"), frame(0x81, "b")),
                frame(0x09, "a ping in parts"),
                frame(0x89, "x".repeat(126)),
                frame(0x81, Integer.MAX_VALUE, ""),
                frame(0x83, "unknown"));
        for (byte[] stream : wrong) {
            frames = new WebSocketFrames(64, new byte[0]);
            assertThatThrownBy(() -> feed(stream, 1_000)).isInstanceOf(IOException.class);
        }
        assertThat(messages).isEmpty();
    }

    @Test
    void fragmentsWithoutEndDoNotFillTheMemory() throws IOException {
        feed(frame(0x01, "x".repeat(60_000)), 100_000);
        byte[] more = frame(0x00, "x".repeat(60_000));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        feed(more, 100_000);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7, 8, 9, 125, 126, 127, 65_535, 65_536})
    void whatIsWrittenIsOneMaskedFrame(int length) {
        byte[] payload =
                "0123456789".repeat(length / 10 + 1).substring(0, length).getBytes(UTF_8);
        byte[] written = new byte[WebSocketFrames.frameBytes(length) + 3];
        WebSocketFrames.write(WebSocketFrames.TEXT, all(new byte[5], payload), 5, length, written, 3);

        int header = length <= 125 ? 2 : length <= 65_535 ? 4 : 10;
        assertThat(written).hasSize(3 + header + 4 + length);
        assertThat(written[3]).isEqualTo((byte) 0x81);
        byte[] plain = frame(0x81, length, "");
        plain[1] |= (byte) 0x80;
        assertThat(Arrays.copyOfRange(written, 3, 3 + header)).isEqualTo(plain);
        for (int i = 0; i < length; i++) {
            int mask = written[3 + header + i % 4];
            assertThat((byte) (written[3 + header + 4 + i] ^ mask)).isEqualTo(payload[i]);
        }
    }
}
