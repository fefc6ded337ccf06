package onechat.gateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import onechat.protocol.Cmd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    /** In the middle of a buffer, as it comes. */
    private static Payload payload(String json) {
        byte[] octets = json.getBytes(UTF_8);
        byte[] buffer = new byte[octets.length + 20];
        System.arraycopy(octets, 0, buffer, 7, octets.length);
        Payload payload = new Payload();
        payload.show(buffer, 7, octets.length);
        return payload;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":1000000000000007}",
                "{\"cmd\":\"ack\",\"ack\":1000000000000007,\"action\":\"ping\"}",
                " { \"ack\" : 1000000000000007 , \"x\":{\"cmd\":\"error\",\"ack\":5}, \"cmd\" : \"ack\" }",
                "{\"y\":[\"cmd\",{\"ack\":5}],\"z\":\"\\\"ack\\\":5\",\"cmd\":\"ack\",\"ack\":1000000000000007}",
            })
    void anAckIsReadWhereverItsMembersStand(String json) {
        Payload payload = payload(json);

        assertThat(payload.is(Cmd.ACK)).isTrue();
        assertThat(payload.is(Cmd.ERROR)).isFalse();
        assertThat(payload.ack()).isEqualTo(1_000_000_000_000_007L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\":\"ack\",\"ack\":\"1000000000000007\"}",
                "{\"cmd\":\"ack\"}",
                "{\"cmd\":\"ack\",\"ack\":12345678901234567890}",
                "{\"cmd\":\"ack\",\"nested\":{\"ack\":1}}",
            })
    void anotherAckIsNone(String json) {
        assertThat(payload(json).ack()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"cmd",
                "{\"cmd\":",
                "{\"cmd\":\"ac",
                "[\"cmd\",\"ack\"]",
                "\"cmd\\",
                "{\"cmd\":3}",
                "}}}{{"
            })
    void whatIsNoMessageHasNoMembers(String json) {
        Payload payload = payload(json);

        assertThat(payload.is(Cmd.ACK)).isFalse();
        assertThat(payload.ack()).isEqualTo(-1);
        assertThat(payload.text("msg")).isNull();
        assertThat(payload.has("session")).isFalse();
    }

    @Test
    void nobodyTakesTheBeginOfANameForTheName() {
        assertThat(payload("{\"cmd\":\"webrtc_send_answer2\"}").is(Cmd.ANSWER)).isFalse();
        assertThat(payload("{\"cmd\":\"acknowledged\"}").is(Cmd.ACK)).isFalse();
    }

    @Test
    void textsAndNumbersAreMembersOfTheObjectItself() {
        Payload error = payload("{\"cmd\":\"error\",\"in\":{\"code\":1},\"msg\":\"a \\\"b\\\"\",\"code\":10429}");

        assertThat(error.number("code")).isEqualTo(10429);
        assertThat(error.text("msg")).isEqualTo("a \\\"b\\\"");
        assertThat(error.has("in")).isTrue();
        assertThat(error.has("c")).isFalse();
    }
}
