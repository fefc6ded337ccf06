package onechat.bridge;

import static onechat.bridge.Wire.CLOSE;
import static onechat.bridge.Wire.FIN;
import static onechat.bridge.Wire.frame;
import static onechat.bridge.Wire.text;
import static onechat.bridge.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import onechat.protocol.connection.CloseReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections end (contract section 1.2): told on the wire why, and to the listener once, last, whoever ended them. */
@ExtendWith(QuietLog.class)
@ParameterizedClass(name = "TLS {0}")
@ValueSource(booleans = {false, true})
class WebSocketCloseTest {
    private static final byte[] CLOSE_1000 = frame(FIN | CLOSE, new byte[] {0x03, (byte) 0xE8});
    private static final byte[] CLOSE_1001 = frame(FIN | CLOSE, new byte[] {0x03, (byte) 0xE9});

    @Parameter
    boolean tls;

    private final RecordingAcceptor acceptor = new RecordingAcceptor();
    private RunningBridge bridge;
    private RawClient client;
    private RecordingListener listener;

    @BeforeEach
    void connect() throws Exception {
        bridge = new RunningBridge(acceptor, tls);
        client = bridge.connect();
        listener = acceptor.next();
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        bridge.close();
        assertThat(listener.hasOverlapped()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasItsCodeAndPhraseOnTheWire(CloseReason reason) throws Exception {
        listener.connection.close(reason);

        ReceivedFrame close = client.next();
        assertThat(close.opcode()).isEqualTo(CLOSE);
        assertThat(close.closeCode()).isEqualTo(reason.webSocketCode());
        assertThat(close.closePhrase()).isEqualTo(reason.phrase());
        assertThat(client.isAtEnd()).isTrue();
        client.send(CLOSE_1000);
        expectClosedAndNothingElse();
    }

    @Test
    void whatWasWrittenBeforeACloseArrivesBeforeIt() throws Exception {
        byte[] payload = utf8("x".repeat(90_000));
        listener.connection.write(List.of(payload, payload, payload));
        listener.connection.close(CloseReason.AFTER_ERROR);

        for (int i = 0; i < 3; i++) {
            assertThat(client.next().text()).hasSize(90_000);
        }
        assertThat(client.next().closeCode()).isEqualTo(1008);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGOUT", "AFTER_ERROR"})
    void aPeerThatDoesNotAnswerACloseIsCutAfterASecond(CloseReason reason) throws Exception {
        long begin = System.nanoTime();
        listener.connection.close(reason);

        expectClosedAndNothingElse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(950), Duration.ofSeconds(15));
    }

    @Test
    void whatComesAfterACloseIsReadAndDropped() throws Exception {
        listener.connection.close(CloseReason.AFTER_ERROR);
        assertThat(client.next().closeCode()).isEqualTo(1008);
        client.send(text("too late"), frame(FIN | Wire.PONG, utf8("")), text("x".repeat(200_000)), CLOSE_1000);

        expectClosedAndNothingElse();
    }

    @Test
    void aSecondCloseChangesNothing() throws Exception {
        listener.connection.close(CloseReason.LOGOUT);
        listener.connection.close(CloseReason.SERVER_FAULT);

        assertThat(client.next().closeCode()).isEqualTo(1000);
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aCloseFromThePeerIsAnsweredWithItsCode() throws Exception {
        client.send(CLOSE_1001);

        assertThat(client.next().closeCode()).isEqualTo(1001);
        assertThat(client.isAtEnd()).isTrue();
        expectClosedAndNothingElse();
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithoutOne() throws Exception {
        client.send(frame(FIN | CLOSE, new byte[0]));

        ReceivedFrame close = client.next();
        assertThat(close.opcode()).isEqualTo(CLOSE);
        assertThat(close.payload().remaining()).isZero();
        expectClosedAndNothingElse();
    }

    @Test
    void payloadsBeforeThePeersCloseAreHandedOver() throws Exception {
        client.send(text("last words"), CLOSE_1001);

        assertThat(listener.next()).isEqualTo("payload last words");
        assertThat(listener.next()).isEqualTo("batchEnd");
        expectClosedAndNothingElse();
    }

    @Test
    void anEndWithoutACloseIsToldToo() throws Exception {
        client.send(text("last words"));
        client.endOutput();

        assertThat(listener.next()).isEqualTo("payload last words");
        assertThat(listener.next()).isEqualTo("batchEnd");
        expectClosedAndNothingElse();
    }

    @Test
    void aResetIsToldToo() throws Exception {
        client.reset();

        expectClosedAndNothingElse();
    }

    @Test
    void aBrokenProtocolIsToldToo() throws Exception {
        client.send(new byte[] {(byte) 0x83, 0});

        expectClosedAndNothingElse();
    }

    @Test
    void anAbortEndsTheConnectionAtOnce() throws Exception {
        listener.connection.abort();

        assertThat(client.isAtEnd()).isTrue();
        expectClosedAndNothingElse();
    }

    @Test
    void everyEndAtOnceIsToldOnce() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (RawClient brief = bridge.connect()) {
                RecordingListener told = acceptor.next();
                brief.send(CLOSE_1000);
                Thread abort = Thread.ofVirtual().start(told.connection::abort);
                told.connection.close(CloseReason.LOGOUT);
                brief.reset();
                abort.join();
                assertThat(told.nextButBatchEnds()).isEqualTo("closed");
                assertThat(told.isQuiet()).isTrue();
            }
        }
    }

    @Test
    void theEndIsToldOnlyWhenTheListenerIsDoneWithAPayload() throws Exception {
        listener.holdReader();
        client.send(text("held"));
        assertThat(listener.next()).isEqualTo("payload held");
        listener.connection.abort();
        assertThat(client.isAtEnd()).isTrue();
        assertThat(listener.isQuiet()).isTrue();
        listener.release();

        assertThat(listener.next()).isEqualTo("batchEnd");
        expectClosedAndNothingElse();
    }

    @Test
    void anEndThatAWriterNoticesIsToldWhenTheListenerIsDoneWithAPayload() throws Exception {
        listener.holdReader();
        client.send(text("held"));
        assertThat(listener.next()).isEqualTo("payload held");
        client.reset();
        byte[] payload = utf8("x".repeat(90_000));
        assertThatThrownBy(() -> {
                    while (true) {
                        listener.connection.write(List.of(payload));
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(listener.isQuiet()).isTrue();
        listener.release();

        assertThat(listener.next()).isEqualTo("batchEnd");
        expectClosedAndNothingElse();
    }

    @Test
    void aWriteAfterTheEndFails() throws Exception {
        client.send(CLOSE_1000);
        expectClosedAndNothingElse();

        assertThatThrownBy(() -> listener.connection.write(List.of(utf8("too late"))))
                .isInstanceOf(IOException.class);
        listener.connection.close(CloseReason.LOGOUT);
        listener.connection.abort();
    }

    @Test
    void aWriteAfterACloseFails() {
        listener.connection.close(CloseReason.LOGOUT);

        assertThatThrownBy(() -> listener.connection.write(List.of(utf8("too late"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aWriteOfNothingIsDone() throws Exception {
        listener.connection.write(List.of());
        listener.connection.write(List.of(utf8("something")));

        assertThat(client.next().text()).isEqualTo("something");
    }

    private void expectClosedAndNothingElse() throws InterruptedException {
        assertThat(listener.nextButBatchEnds()).isEqualTo("closed");
        assertThat(listener.isQuiet()).isTrue();
    }
}
