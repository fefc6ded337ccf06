package onechat.gateway.baseline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CandidateTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 123_456_789})
    void everyCandidateIsAsLongAndTellsItsNumber(long number) {
        byte[] octets = ("before" + Candidate.text(7, number) + "]").getBytes(US_ASCII);
        JsonNode message = JsonMapper.shared().readTree(octets, 6, octets.length - 7);

        assertThat(octets).hasSize(6 + Candidate.BYTES + 1);
        assertThat(message.required("to").asLong()).isEqualTo(7);
        assertThat(message.required("candidate").asString()).startsWith("candidate:");
        assertThat(Candidate.number(octets, 6, octets.length)).isEqualTo(number);
    }

    @Test
    void whatIsNoCandidateHasNoNumber() {
        byte[] other = "{\"cmd\":\"webrtc_join\",\"from\":1}".getBytes(US_ASCII);
        assertThatThrownBy(() -> Candidate.number(other, 0, other.length)).isInstanceOf(IllegalStateException.class);
    }
}
