package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import onechat.protocol.JsonReference.Literal;
import onechat.protocol.JsonReference.Members;
import onechat.protocol.JsonReference.Text;
import onechat.protocol.JsonReference.Value;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

class CommandDecoderFuzzTest {
    private static final long[] SENDERS = {1, 7, Limits.MAX_ID};
    private static final byte[] BEFORE = "{\"ack\":3,".getBytes(UTF_8);
    private static final byte[] AFTER = "}\"]0".getBytes(UTF_8);

    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final CommandDecoder commands = new CommandDecoder();
    private final CommandEncoder encoder = new CommandEncoder();
    private final MessageDecoder messages = new MessageDecoder();
    private final MessageEncoder messageEncoder = new MessageEncoder();

    static Stream<byte[]> seeds() {
        return FuzzSeeds.payloads();
    }

    @MethodSource("seeds")
    @FuzzTest
    void aPayloadIsReadOrRefusedAsTheContractSays(byte[] payload) throws MalformedPayloadException {
        Optional<Members> object = JsonReference.fromClient(payload);
        assertThat(object.isPresent()).isEqualTo(isObjectToDatabind(payload));
        JsonNode expected = object.map(CommandReference::command).orElse(null);
        byte[] amidOthers = FuzzSeeds.joined(FuzzSeeds.joined(BEFORE, payload), AFTER);
        try {
            Command command = commands.decode(amidOthers, BEFORE.length, payload.length);
            assertThat(Described.of(command)).isEqualTo(expected);
            assertSameWhenWrittenAndReadAgain(command, payload);
            if (command instanceof Command.Relay relay) {
                assertRelayed(relay, object.orElseThrow(), payload.length);
            }
        } catch (RefusedException refused) {
            assertThat(expected).isNull();
            assertAnswer(refused.refusal(), object);
        }
    }

    private static boolean isObjectToDatabind(byte[] payload) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            // Not from a string: of one, the parser takes escapes that are none.
            return STRICT.readTree(payload).isObject();
        } catch (CharacterCodingException | JacksonException malformed) {
            return false;
        }
    }

    private void assertSameWhenWrittenAndReadAgain(Command command, byte[] payload) throws RefusedException {
        byte[] written = encoder.encode(command);
        Command again = commands.decode(written, 0, written.length);
        if (command instanceof Command.Relay) {
            assertThat(written).isEqualTo(payload);
            assertThat(Described.of(again)).isEqualTo(Described.of(command));
        } else {
            assertThat(again).isEqualTo(command);
        }
    }

    private void assertRelayed(Command.Relay relay, Members sent, int sentBytes) throws MalformedPayloadException {
        for (long sender : SENDERS) {
            byte[] relayed = relay.body().withFrom(sender);
            assertThat(relayed).hasSizeLessThanOrEqualTo(sentBytes + Limits.RELAY_GROWTH_BYTES);
            assertThat(JsonReference.fromClient(relayed)).contains(from(sender, sent));

            Message.Relayed received = (Message.Relayed)
                    messages.decode(relayed, 0, relayed.length).orElseThrow();
            assertThat(received.cmd()).isEqualTo(relay.cmd());
            assertThat(received.from()).isEqualTo(sender);
            RelayedContent content = messages.content(received);
            assertThat(content.from()).isEqualTo(new Peer(sender, relay.room()));
            assertThat(content.ack()).isEqualTo(relay.ack());
            String name = relay.cmd() == Cmd.CANDIDATE ? "candidate" : "sdp";
            assertThat(sent.members().get(name)).isInstanceOfSatisfying(Text.class, text -> assertThat(text.value())
                    .isEqualTo(contentOf(content)));
        }
    }

    private static Members from(long sender, Members sent) {
        Map<String, Value> relayed = new LinkedHashMap<>(sent.members());
        relayed.remove("to");
        relayed.put("from", new Literal(Long.toString(sender)));
        return new Members(relayed);
    }

    private static String contentOf(RelayedContent content) {
        if (content instanceof RelayedContent.Offer offer) {
            return offer.sdp();
        }
        if (content instanceof RelayedContent.Answer answer) {
            return answer.sdp();
        }
        return ((RelayedContent.Candidate) content).candidate().candidate();
    }

    /** The answer is a message that its receiver reads, and tells what could be read of the command. */
    private void assertAnswer(Message.Refused refusal, Optional<Members> object) throws MalformedPayloadException {
        assertThat(Described.ofError(refusal))
                .isEqualTo(object.map(CommandReference::error)
                        .orElseGet(() -> CommandReference.error(new Members(Map.of()))));
        byte[] answer = messageEncoder.encode(refusal);
        assertThat(JsonReference.fromClient(answer)).isPresent();
        assertThat(messages.decode(answer, 0, answer.length)).contains(refusal);
    }
}
