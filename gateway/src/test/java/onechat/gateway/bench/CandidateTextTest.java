package onechat.gateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import onechat.protocol.Cmd;
import onechat.protocol.Command;
import onechat.protocol.CommandDecoder;
import onechat.protocol.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTextTest {
    private final Payload payload = new Payload();
    private final CandidateText.Reader reader = new CandidateText.Reader();

    private boolean read(String json) {
        byte[] octets = json.getBytes(UTF_8);
        payload.show(octets, 0, octets.length);
        return reader.read(payload);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42, Limits.MAX_ID})
    void itIsAWellFormedRelayOfTheWantedLength(long to) throws Exception {
        CandidateText text = new CandidateText(to, CandidateText.LEAST_BYTES);
        byte[] octets = text.write(17, -5);

        assertThat(octets).hasSize(CandidateText.LEAST_BYTES);
        Command command = new CommandDecoder().decode(octets, 0, octets.length);
        assertThat(command.cmd()).isEqualTo(Cmd.CANDIDATE);
        assertThat(command.ack()).hasToString("Ack[json=1000000000000017]");
        assertThat(new CandidateText(to, 4_000).write(0, 0)).hasSize(4_000);
    }

    @Test
    void numberAndTimeAreReadFromWhateverTheServerMadeOfIt() {
        CandidateText text = new CandidateText(2, 300);
        String sent = new String(text.write(0xABCDEF0123L, Long.MIN_VALUE + 3), UTF_8);

        for (String relayed : new String[] {
            sent.replace("\"to\":2,", "\"from\":1,"),
            sent.replace("\"to\":2,", "\"from\":1234567,"),
            "{\"from\":1," + sent.substring(1),
        }) {
            assertThat(read(relayed)).isTrue();
            assertThat(reader.number()).isEqualTo(0xABCDEF0123L);
            assertThat(reader.nanos()).isEqualTo(Long.MIN_VALUE + 3);
        }
    }

    @Test
    void anotherCandidateIsNotReadAndNeitherIsACutOne() {
        assertThat(read("{\"cmd\":\"webrtc_send_ice_candidate\",\"candidate\":\"x\"}"))
                .isFalse();
        assertThat(read("{\"candidate\":\"candidate:1 1 udp\"}")).isFalse();
    }
}
