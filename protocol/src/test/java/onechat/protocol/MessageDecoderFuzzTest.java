package onechat.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import onechat.protocol.JsonReference.Members;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class MessageDecoderFuzzTest {
    private final MessageDecoder messages = new MessageDecoder();
    private final MessageEncoder encoder = new MessageEncoder();

    static Stream<byte[]> seeds() {
        return Stream.concat(FuzzSeeds.payloads(), FuzzSeeds.octets("relays.json", "relayed"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void aServersPayloadIsReadAsFarAsTheContractSays(byte[] payload) {
        Optional<JsonNode> expected = expected(payload);
        byte[] amidOthers = FuzzSeeds.joined(FuzzSeeds.joined(new byte[] {'{'}, payload), new byte[] {'}'});
        try {
            Optional<Message> message = messages.decode(amidOthers, 1, payload.length);
            assertThat(Optional.of(Described.of(messages, message))).isEqualTo(expected);
            if (message.isPresent()) {
                assertSameWhenWrittenAndReadAgain(message.get(), payload);
            }
        } catch (MalformedPayloadException malformed) {
            assertThat(expected).isEmpty();
            assertThat(malformed).hasNoCause();
        }
    }

    /** In the words of the vectors; empty where the payload is malformed. */
    private static Optional<JsonNode> expected(byte[] payload) {
        Optional<Members> object = JsonReference.read(payload, 500, true);
        return object.flatMap(MessageReference::message);
    }

    private void assertSameWhenWrittenAndReadAgain(Message message, byte[] payload) throws MalformedPayloadException {
        byte[] written = encoder.encode(message);
        Optional<Message> again = messages.decode(written, 0, written.length);
        if (message instanceof Message.Relayed) {
            assertThat(written).isEqualTo(payload);
            assertThat(Described.of(messages, again)).isEqualTo(Described.of(messages, Optional.of(message)));
        } else {
            assertThat(again).contains(message);
        }
    }
}
