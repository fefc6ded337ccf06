package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import onechat.protocol.Vectors.Vector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadVectorsTest {
    private static final byte[] BEFORE = "{\"ack\":3,".getBytes(UTF_8);
    private static final byte[] AFTER = "}\"]0".getBytes(UTF_8);

    private final CommandDecoder commands = new CommandDecoder();
    private final MessageDecoder messages = new MessageDecoder();

    static Stream<Vector> commands() {
        return Vectors.of("commands.json");
    }

    static Stream<Vector> faults() {
        return Vectors.of("payload-faults.json");
    }

    static Stream<Vector> relays() {
        return Vectors.of("relays.json");
    }

    static Stream<Vector> messages() {
        return Vectors.of("messages.json");
    }

    /** The payload in the middle of other octets, as a reader's buffer has it. */
    private static byte[] amidOthers(byte[] payload) {
        byte[] buffer = new byte[BEFORE.length + payload.length + AFTER.length];
        System.arraycopy(BEFORE, 0, buffer, 0, BEFORE.length);
        System.arraycopy(payload, 0, buffer, BEFORE.length, payload.length);
        System.arraycopy(AFTER, 0, buffer, BEFORE.length + payload.length, AFTER.length);
        return buffer;
    }

    private Command decode(byte[] payload) throws RefusedException {
        return commands.decode(amidOthers(payload), BEFORE.length, payload.length);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aSoundPayloadIsReadAsItsCommand(Vector vector) throws RefusedException {
        Command command = decode(vector.octets("payload"));
        assertThat(Described.of(command)).isEqualTo(vector.get("command"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultyPayloadIsRefusedWithWhatCouldBeReadOfIt(Vector vector) {
        byte[] payload = vector.octets("payload");
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> decode(payload));
        assertThat(refused).isNotNull();
        assertThat(Described.ofError(refused.refusal())).isEqualTo(vector.get("error"));
        assertThat(vector.get("connection").stringValue()).isEqualTo("lives");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theAnswerToAFaultyPayloadIsAnErrorThatAClientReads(Vector vector) throws MalformedPayloadException {
        byte[] payload = vector.octets("payload");
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> decode(payload));
        assertThat(refused).isNotNull();
        byte[] error = new MessageEncoder().encode(refused.refusal());
        assertThat(messages.decode(error, 0, error.length)).contains(refused.refusal());
    }

    @ParameterizedTest
    @MethodSource("relays")
    void aRelayGetsItsSenderAndKeepsEveryOtherOctet(Vector vector) throws RefusedException {
        Command.Relay relay = (Command.Relay) decode(vector.octets("payload"));
        assertThat(relay.body().withFrom(vector.get("sender").longValue()))
                .asString(UTF_8)
                .isEqualTo(new String(vector.octets("relayed"), UTF_8));
    }

    @ParameterizedTest
    @MethodSource("relays")
    void aRelayIsReadByItsReceiver(Vector vector) throws MalformedPayloadException {
        byte[] relayed = vector.octets("relayed");
        Message.Relayed message =
                (Message.Relayed) messages.decode(relayed, 0, relayed.length).orElseThrow();
        assertThat(message.from()).isEqualTo(vector.get("sender").longValue());
        assertThat(messages.content(message).from().user()).isEqualTo(message.from());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aServersPayloadIsReadAsFarAsAClientKnowsIt(Vector vector) throws MalformedPayloadException {
        byte[] payload = vector.octets("payload");
        if (vector.get("malformed").asBoolean(false)) {
            assertThatExceptionOfType(MalformedPayloadException.class).isThrownBy(() -> read(payload));
        } else {
            assertThat(read(payload)).isEqualTo(vector.get("message"));
        }
    }

    private tools.jackson.databind.JsonNode read(byte[] payload) throws MalformedPayloadException {
        return Described.of(messages, messages.decode(amidOthers(payload), BEFORE.length, payload.length));
    }
}
