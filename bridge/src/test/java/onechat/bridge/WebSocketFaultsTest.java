package onechat.bridge;

import static onechat.bridge.Wire.BINARY;
import static onechat.bridge.Wire.CONTINUATION;
import static onechat.bridge.Wire.FIN;
import static onechat.bridge.Wire.TEXT;
import static onechat.bridge.Wire.frame;
import static onechat.bridge.Wire.text;
import static onechat.bridge.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract section 1.2: what can't be a payload ends the connection, after one error, with the code that says why. */
@ExtendWith(QuietLog.class)
class WebSocketFaultsTest {
    private static final int MAX = RunningBridge.MAX_PAYLOAD_BYTES;

    private RunningBridge bridge;
    private RawClient client;

    @BeforeEach
    void connect() throws Exception {
        bridge = new RunningBridge(EchoListener::new);
        client = bridge.connect();
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        bridge.close();
    }

    @Test
    void aMessageOfTheGreatestLengthIsTaken() throws Exception {
        client.send(text("x".repeat(MAX)));

        assertThat(client.next().text()).hasSize(MAX);
    }

    @Test
    void aMessageOverTheLimitIsClosedWith1009AfterAnError() throws Exception {
        client.send(text("x".repeat(MAX + 1)));

        expectErrorAndClose(10413, 1009);
    }

    @Test
    void fragmentsThatTogetherAreOverTheLimitAreClosedWith1009AfterAnError() throws Exception {
        client.send(
                frame(TEXT, utf8("x".repeat(MAX / 2))),
                frame(CONTINUATION, utf8("x".repeat(MAX / 2))),
                frame(FIN | CONTINUATION, utf8("x")));

        expectErrorAndClose(10413, 1009);
    }

    @Test
    void aMessageWithoutEndIsClosedWith1009BeforeItIsAllThere() throws Exception {
        client.send(Wire.header(FIN | TEXT, Integer.MAX_VALUE).toByteArray(), new byte[MAX + 1]);

        expectErrorAndClose(10413, 1009);
    }

    /** Jetty's parser gives up by itself on what no array could hold. */
    @Test
    void aFrameThatSaysItIsLongerThan2GiBIsClosedWith1009AtOnce() throws Exception {
        client.send(Wire.header(FIN | TEXT, 1L << 31).toByteArray());

        ReceivedFrame close = client.next();
        assertThat(close.closeCode()).isEqualTo(1009);
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void theErrorIsNotOvertakenByAResetThoughTheClientGoesOnSending() throws Exception {
        byte[] message = text("x".repeat(50 * MAX));
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                client.send(message);
            } catch (IOException e) {
                assertThat(e).isNotNull(); // once the server is done reading on
            }
        });

        expectErrorAndClose(10413, 1009);
        sender.join();
    }

    @Test
    void aBinaryMessageIsClosedWith1003AfterAnError() throws Exception {
        client.send(frame(FIN | BINARY, utf8("{}")));

        expectErrorAndClose(10400, 1003);
    }

    @Test
    void aBinaryMessageIsRefusedAtItsFirstFragment() throws Exception {
        client.send(frame(BINARY, utf8("{")));

        expectErrorAndClose(10400, 1003);
    }

    @Test
    void anEmptyBinaryMessageIsClosedWith1003AfterAnError() throws Exception {
        client.send(frame(FIN | BINARY, new byte[0]));

        expectErrorAndClose(10400, 1003);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "C080", "EDA080", "F4908080", "E282", "7BFF7D"})
    void aMessageThatIsNotUtf8IsClosedWith1007AfterAnError(String hex) throws Exception {
        client.send(frame(FIN | TEXT, HexFormat.of().parseHex(hex)));

        expectErrorAndClose(10400, 1007);
    }

    @Test
    void aCharacterThatIsCutOffAtTheLastFragmentIsClosedWith1007AfterAnError() throws Exception {
        client.send(frame(TEXT, utf8("a")), frame(FIN | CONTINUATION, new byte[] {(byte) 0xF0, (byte) 0x9F}));

        expectErrorAndClose(10400, 1007);
    }

    @Test
    void payloadsBeforeAFaultAreStillAnswered() throws Exception {
        client.send(text("before"), frame(FIN | BINARY, utf8("{}")), text("after"));

        assertThat(client.next().text()).isEqualTo("before");
        expectErrorAndClose(10400, 1003);
    }

    @Test
    void nothingComesAfterAFaultButTheEnd() throws Exception {
        RecordingAcceptor acceptor = new RecordingAcceptor();
        try (RunningBridge recorded = new RunningBridge(acceptor);
                RawClient faulty = recorded.connect()) {
            RecordingListener listener = acceptor.next();
            faulty.send(
                    text("before"),
                    frame(FIN | BINARY, utf8("{}")),
                    text("after"),
                    frame(FIN | BINARY, utf8("{}")),
                    frame(FIN | Wire.PONG, utf8("")),
                    frame(FIN | Wire.PING, utf8("")),
                    frame(FIN | Wire.CLOSE, new byte[0]));

            assertThat(listener.next()).isEqualTo("payload before");
            assertThat(listener.next()).isEqualTo("batchEnd");
            assertThat(listener.next()).isEqualTo("fault MALFORMED BINARY_MESSAGE");
            assertThat(listener.next()).isEqualTo("closed");
            assertThat(listener.isQuiet()).isTrue();
        }
    }

    /** RFC 6455 section 7.1.7, where the frames themselves are wrong; the contract has no error for these. */
    @ParameterizedTest
    @CsvSource({
        "8102 6869, an unmasked frame",
        "C180 00000000, a reserved bit without an extension",
        "8380 00000000, an unknown opcode",
        "0980 00000000, a control frame in fragments",
        "89FE 007E 00000000 00, a control frame that is too long",
        "8080 00000000, a continuation of nothing",
        "8881 00000000 00, a close with half a code",
        "8882 00000000 03ED, a close with a code that must not be sent"
    })
    void framesThatBreakTheProtocolAreClosedWith1002(String hex, String what) throws Exception {
        client.send(HexFormat.of().parseHex(hex.replace(" ", "")));

        ReceivedFrame frame = client.next();
        assertThat(frame.opcode()).as(what).isEqualTo(Wire.CLOSE);
        assertThat(frame.closeCode()).as(what).isEqualTo(1002);
        assertThat(client.isAtEnd()).isTrue();
    }

    private void expectErrorAndClose(int error, int code) throws IOException {
        assertThat(client.next().text()).isEqualTo("error " + error);
        ReceivedFrame close = client.next();
        assertThat(close.opcode()).isEqualTo(Wire.CLOSE);
        assertThat(close.closeCode()).isEqualTo(code);
        assertThat(close.closePhrase()).isNotEmpty();
        assertThat(client.isAtEnd()).isTrue();
    }
}
