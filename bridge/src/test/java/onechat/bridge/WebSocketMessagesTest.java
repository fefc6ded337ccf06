package onechat.bridge;

import static onechat.bridge.Wire.CONTINUATION;
import static onechat.bridge.Wire.FIN;
import static onechat.bridge.Wire.PING;
import static onechat.bridge.Wire.PONG;
import static onechat.bridge.Wire.TEXT;
import static onechat.bridge.Wire.concat;
import static onechat.bridge.Wire.frame;
import static onechat.bridge.Wire.text;
import static onechat.bridge.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contract section 1.2: one text message is one payload, in both directions. */
@ExtendWith(QuietLog.class)
class WebSocketMessagesTest {
    private final RecordingAcceptor acceptor = new RecordingAcceptor();
    private RunningBridge bridge;
    private RawClient client;
    private RecordingListener listener;

    @BeforeEach
    void connect() throws Exception {
        bridge = new RunningBridge(acceptor);
        client = bridge.connect();
        listener = acceptor.next();
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        bridge.close();
    }

    @Test
    void oneTextMessageIsOnePayload() throws Exception {
        client.send(text("{\"cmd\":\"ping\"}"));

        assertThat(listener.next()).isEqualTo("payload {\"cmd\":\"ping\"}");
        assertThat(listener.next()).isEqualTo("batchEnd");
    }

    @Test
    void onePayloadIsOneTextMessage() throws Exception {
        listener.connection.write(List.of(utf8("{\"cmd\":\"ack\"}")));

        ReceivedFrame frame = client.next();
        assertThat(frame.first()).isEqualTo(FIN | TEXT);
        assertThat(frame.text()).isEqualTo("{\"cmd\":\"ack\"}");
    }

    @Test
    void aPayloadOfEveryLengthEncodingArrivesInBothDirections() throws Exception {
        for (int length : new int[] {1, 125, 126, 127, 4_095, 16_383, 16_385, 65_535, 65_536, 100_000}) {
            String payload = "x".repeat(length);
            client.send(text(payload));
            assertThat(listener.nextButBatchEnds()).hasSize("payload ".length() + length);

            listener.connection.write(List.of(utf8(payload)));
            assertThat(client.next().text()).isEqualTo(payload);
        }
    }

    @Test
    void payloadsOfOneWriteArriveInOrderAsMessagesOfTheirOwn() throws Exception {
        listener.connection.write(
                List.of(utf8("small"), utf8("l".repeat(90_000)), utf8("again"), utf8("m".repeat(5_000)), utf8("last")));

        assertThat(client.next().text()).isEqualTo("small");
        assertThat(client.next().text()).hasSize(90_000);
        assertThat(client.next().text()).isEqualTo("again");
        assertThat(client.next().text()).hasSize(5_000);
        assertThat(client.next().text()).isEqualTo("last");
    }

    @Test
    void anEmptyMessageIsAPayloadWithoutOctets() throws Exception {
        client.send(text(""), text("next"));

        assertThat(listener.next()).isEqualTo("payload ");
        assertThat(listener.nextButBatchEnds()).isEqualTo("payload next");
    }

    @Test
    void fragmentsAreOnePayload() throws Exception {
        client.send(
                frame(TEXT, utf8("one ")),
                frame(CONTINUATION, utf8("")),
                frame(CONTINUATION, utf8("two ")),
                frame(FIN | CONTINUATION, utf8("three")));

        assertThat(listener.next()).isEqualTo("payload one two three");
    }

    @Test
    void aCharacterMayBeSplitBetweenFragments() throws Exception {
        byte[] smile = utf8("😀");
        for (int split = 1; split < smile.length; split++) {
            client.send(
                    frame(TEXT, Arrays.copyOf(smile, split)),
                    frame(FIN | CONTINUATION, Arrays.copyOfRange(smile, split, smile.length)));
            assertThat(listener.nextButBatchEnds()).isEqualTo("payload 😀");
        }
    }

    @Test
    void controlFramesMayStandBetweenFragments() throws Exception {
        client.send(
                frame(TEXT, utf8("one ")),
                frame(FIN | PING, utf8("p")),
                frame(CONTINUATION, utf8("two ")),
                frame(FIN | PONG, utf8("")),
                frame(FIN | CONTINUATION, utf8("three")));

        assertThat(listener.nextButBatchEnds()).isEqualTo("heard");
        assertThat(listener.nextButBatchEnds()).isEqualTo("heard");
        assertThat(listener.nextButBatchEnds()).isEqualTo("payload one two three");
        ReceivedFrame pong = client.next();
        assertThat(pong.opcode()).isEqualTo(PONG);
        assertThat(pong.text()).isEqualTo("p");
    }

    @Test
    void aMessageThatComesOctetByOctetIsReadAlike() throws Exception {
        for (byte octet : concat(text("häppchenweise"), text("x".repeat(300)))) {
            client.send(new byte[] {octet});
        }

        assertThat(listener.nextButBatchEnds()).isEqualTo("payload häppchenweise");
        assertThat(listener.nextButBatchEnds()).isEqualTo("payload " + "x".repeat(300));
    }

    @Test
    void aBatchEndsWhenAllThatWasReadIsHandedOver() throws Exception {
        listener.holdReader();
        client.send(text("first"));
        assertThat(listener.next()).isEqualTo("payload first");
        client.send(text("a"), text("b"), text("c")); // all there when the reader comes back
        listener.release();

        assertThat(listener.next()).isEqualTo("batchEnd");
        assertThat(listener.next()).isEqualTo("payload a");
        assertThat(listener.next()).isEqualTo("payload b");
        assertThat(listener.next()).isEqualTo("payload c");
        assertThat(listener.next()).isEqualTo("batchEnd");
    }

    @Test
    void whatAClientSendsRightBehindItsHandshakeIsNotLost() throws Exception {
        try (RawClient eager = new RawClient(bridge.address)) {
            byte[] handshake = utf8("GET /onechat HTTP/1.1\r\nHost: localhost\r\n" + RawClient.UPGRADE + "\r\n");
            eager.send(handshake, text("early"), text("bird"));

            assertThat(eager.readHead()).startsWith("HTTP/1.1 101 ");
            RecordingListener early = acceptor.next();
            assertThat(early.nextButBatchEnds()).isEqualTo("payload early");
            assertThat(early.nextButBatchEnds()).isEqualTo("payload bird");
        }
    }

    @Test
    void theRemoteAddressIsTheIpAlone() {
        assertThat(listener.connection.remoteAddress()).isEqualTo("127.0.0.1");
    }
}
