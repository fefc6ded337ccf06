package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CodecPropertiesTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final CommandDecoder commands = new CommandDecoder();
    private final MessageDecoder messages = new MessageDecoder();
    private final List<byte[]> soundPayloads =
            Vectors.of("commands.json").map(vector -> vector.octets("payload")).toList();

    @Property
    void payloadsComeOutOfTheirFramesHoweverTheStreamIsCut(
            @ForAll @Size(max = 8) List<@Size(min = 1, max = 300) byte[]> payloads,
            @ForAll @Size(max = 20) List<@IntRange(max = 3_000) Integer> cuts)
            throws FramingException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        payloads.forEach(payload -> frames.writeBytes(FrameEncoder.frame(payload)));
        byte[] stream = frames.toByteArray();
        List<Integer> ends = new ArrayList<>(cuts);
        ends.removeIf(cut -> cut > stream.length);
        ends.add(stream.length);
        ends.sort(null);

        FrameDecoder decoder = new FrameDecoder(300);
        List<byte[]> found = new ArrayList<>();
        int start = 0;
        for (int end : ends) {
            decoder.feed(
                    stream, start, end - start, (o, at, length) -> found.add(Arrays.copyOfRange(o, at, at + length)));
            start = end;
        }
        assertThat(found).containsExactlyElementsOf(payloads);
    }

    @Property
    void aFrameDecoderThrowsNothingButItsOwnException(@ForAll byte[] octets, @ForAll boolean behindTheMagic) {
        FrameDecoder decoder = new FrameDecoder(64);
        byte[] stream = behindTheMagic ? behind("ONECHAT/1.0\r\nPAYLOAD_LEN: ", octets) : octets;
        try {
            decoder.feed(stream, 0, stream.length, (o, at, length) -> assertThat(length)
                    .isBetween(1, 64));
        } catch (FramingException fault) {
            assertThat(fault.code()).isIn(ErrorCode.MALFORMED, ErrorCode.TOO_LARGE, ErrorCode.VERSION_NOT_SUPPORTED);
        }
    }

    private static byte[] behind(String text, byte[] octets) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(text.getBytes(UTF_8));
        both.writeBytes(octets);
        return both.toByteArray();
    }

    @Property
    void theDecodersThrowNothingButTheirOwnExceptionsOnAnyOctets(@ForAll byte[] octets) {
        decodeBothWays(octets);
    }

    /** A sound payload of the vectors with some octets overwritten: much closer to being read than random ones are. */
    @Property(tries = 5_000)
    void theDecodersThrowNothingButTheirOwnExceptionsOnSpoiltPayloads(
            @ForAll @IntRange(max = 10_000) int which,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 10_000) Integer> places,
            @ForAll("marks") byte mark) {
        byte[] octets = soundPayloads.get(which % soundPayloads.size()).clone();
        for (int place : places) {
            octets[place % octets.length] = mark;
        }
        decodeBothWays(octets);
    }

    @Provide
    Arbitrary<Byte> marks() {
        // What JSON is made of, and octets that it has no place for.
        return Arbitraries.of("{}[]:,\"\\0 -.e\n\0\u00FF".chars().boxed().toList())
                .map(Integer::byteValue);
    }

    private void decodeBothWays(byte[] octets) {
        try {
            Command command = commands.decode(octets, 0, octets.length);
            assertThat(command.cmd()).isNotIn(Cmd.ACK, Cmd.ERROR);
        } catch (RefusedException refused) {
            assertThat(refused.refusal().code()).isEqualTo(ErrorCode.MALFORMED);
            byte[] error = new MessageEncoder().encode(refused.refusal());
            assertThat(JSON.readTree(error).required("code").intValue()).isEqualTo(10_400);
        }
        try {
            Optional<Message> message = messages.decode(octets, 0, octets.length);
            assertThat(message).isNotNull();
        } catch (MalformedPayloadException malformed) {
            assertThat(malformed).hasNoCause();
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aRelayKeepsEveryMemberButToAndFrom(
            @ForAll("relays") ObjectNode relay, @ForAll @LongRange(min = 1, max = Limits.MAX_ID) long sender)
            throws RefusedException, MalformedPayloadException {
        byte[] payload = JSON.writeValueAsBytes(relay);
        Command.Relay read = (Command.Relay) commands.decode(payload, 0, payload.length);
        byte[] relayed = read.body().withFrom(sender);

        ObjectNode expected = relay.deepCopy();
        expected.remove("to");
        expected.put("from", sender);
        // Numbers as a parser makes them: it takes the smallest type that holds one.
        assertThat(JSON.readTree(relayed)).isEqualTo(JSON.readTree(expected.toString()));
        assertThat(relayed.length).isLessThanOrEqualTo(payload.length + Limits.RELAY_GROWTH_BYTES);

        Message.Relayed message =
                (Message.Relayed) messages.decode(relayed, 0, relayed.length).orElseThrow();
        assertThat(message.from()).isEqualTo(sender);
        assertThat(messages.content(message)).isInstanceOf(RelayedContent.Candidate.class);
    }

    @Provide
    Arbitrary<ObjectNode> relays() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of("x", "To", "sdpMid", "from", "\u00fc", "", "a\"b", "\uD83D\uDE00"),
                Arbitraries.strings().ofMaxLength(6).filter(CodecPropertiesTest::isFree));
        Arbitrary<ObjectNode> extras =
                Arbitraries.maps(names, values(3)).ofMaxSize(5).map(CodecPropertiesTest::object);
        Arbitrary<List<String>> orders = Arbitraries.shuffle("cmd", "to", "candidate", "ack", "extras");
        return extras.flatMap(extra -> orders.map(order -> candidate(order, extra)));
    }

    /** Whether a member may have this name and any value, in a candidate. */
    private static boolean isFree(String name) {
        return !List.of("cmd", "to", "candidate", "ack", "label", "room").contains(name) && hasNoLoneSurrogate(name);
    }

    private static boolean hasNoLoneSurrogate(String text) {
        return UTF_8.newEncoder().canEncode(text);
    }

    private static ObjectNode candidate(List<String> order, ObjectNode extra) {
        ObjectNode relay = JsonNodeFactory.instance.objectNode();
        for (String name : order) {
            switch (name) {
                case "to" -> relay.put("to", 2);
                case "ack" -> relay.put("ack", "a1");
                case "candidate" -> relay.put("candidate", "candidate:1 1 udp 1 192.0.2.1 9 typ host");
                case "cmd" -> relay.put("cmd", Cmd.CANDIDATE.wireName());
                default -> relay.setAll(extra);
            }
        }
        return relay;
    }

    private static Arbitrary<JsonNode> values(int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.longs().map(nodes::numberNode),
                Arbitraries.bigDecimals().ofScale(6).map(nodes::numberNode),
                Arbitraries.strings()
                        .filter(CodecPropertiesTest::hasNoLoneSurrogate)
                        .map(nodes::stringNode),
                Arbitraries.of(true, false).map(nodes::booleanNode),
                Arbitraries.just(nodes.nullNode()));
        if (depth == 0) {
            return scalars;
        }
        return Arbitraries.oneOf(
                scalars,
                values(depth - 1).list().ofMaxSize(3).map(CodecPropertiesTest::array),
                Arbitraries.maps(Arbitraries.of("to", "from", "cmd", "x"), values(depth - 1))
                        .ofMaxSize(3)
                        .map(CodecPropertiesTest::object));
    }

    private static JsonNode array(List<JsonNode> items) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        return array.addAll(items);
    }

    private static ObjectNode object(Map<String, ? extends JsonNode> members) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        members.forEach(object::set);
        return object;
    }
}
