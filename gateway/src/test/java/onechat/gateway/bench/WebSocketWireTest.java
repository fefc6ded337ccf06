package onechat.gateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebSocket connection against a server that is put together here from RFC 6455. */
class WebSocketWireTest {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    WebSocketWireTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        listening.close();
    }

    /** Answers one handshake, and returns the connection. */
    private CompletableFuture<Socket> accept(UnaryOperator<String> change, byte[] behind) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Socket socket = listening.accept();
                String key = "";
                for (String line = line(socket.getInputStream());
                        !line.isEmpty();
                        line = line(socket.getInputStream())) {
                    if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key: ")) {
                        key = line.substring(19);
                    }
                }
                byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(UTF_8));
                String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
                socket.getOutputStream().write(change.apply(answer).getBytes(UTF_8));
                socket.getOutputStream().write(behind);
                return socket;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    private Wire dial() throws IOException {
        var address = (InetSocketAddress) listening.getLocalSocketAddress();
        return new Dialer(new Target(address, "127.0.0.1", "/onechat", null), 1, 512).dial();
    }

    private static byte[] frame(int first, String payload) {
        byte[] octets = payload.getBytes(UTF_8);
        byte[] frame = new byte[2 + octets.length];
        frame[0] = (byte) first;
        frame[1] = (byte) octets.length;
        System.arraycopy(octets, 0, frame, 2, octets.length);
        return frame;
    }

    /** The next frame of the client's, unmasked, behind its first octet. */
    private static String next(Socket server) throws IOException {
        byte[] header = server.getInputStream().readNBytes(6);
        assertThat(header[1] & 0x80).as("masked").isEqualTo(0x80);
        byte[] octets = server.getInputStream().readNBytes(header[1] & 0x7F);
        for (int i = 0; i < octets.length; i++) {
            octets[i] ^= header[2 + i % 4];
        }
        return Integer.toHexString(header[0] & 0xFF) + " " + new String(octets, UTF_8);
    }

    @Test
    void messagesGoBothWaysAndPingsAreAnsweredBetweenThem() throws Exception {
        CompletableFuture<Socket> accepted = accept(answer -> answer, frame(0x81, "early"));
        List<String> got = new ArrayList<>();
        try (Wire wire = dial();
                Socket server = accepted.get()) {
            server.getOutputStream().write(frame(0x89, "still there?"));
            server.getOutputStream().write(frame(0x81, "late"));
            while (got.size() < 2) {
                assertThat(wire.read((octets, offset, length) -> got.add(new String(octets, offset, length, UTF_8))))
                        .isTrue();
            }
            wire.add("..hello..".getBytes(UTF_8), 2, 5);
            wire.flush();

            assertThat(got).containsExactly("early", "late");
            assertThat(next(server)).isEqualTo("8a still there?");
            assertThat(next(server)).isEqualTo("81 hello");
        }
    }

    @Test
    void aCloseIsAnsweredAndIsTheEnd() throws Exception {
        CompletableFuture<Socket> accepted = accept(answer -> answer, frame(0x88, "\u0003\u0004why"));
        try (Wire wire = dial();
                Socket server = accepted.get()) {
            assertThat(wire.read((octets, offset, length) -> {})).isFalse();
            assertThat(next(server)).isEqualTo("88 \u0003\u0004");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "200 OK"})
    void anyOtherAnswerThanAnUpgradeIsTold(String status) throws Exception {
        CompletableFuture<Socket> accepted =
                accept(answer -> "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n", new byte[0]);

        assertThatThrownBy(this::dial).hasMessage("the server refuses WebSocket: HTTP/1.1 " + status);
        accepted.get().close();
    }

    @Test
    void anAnswerToAnotherHandshakeIsNone() throws Exception {
        CompletableFuture<Socket> accepted =
                accept(answer -> answer.replaceFirst("Accept: .", "Accept: *"), new byte[0]);

        assertThatThrownBy(this::dial).hasMessageContaining("does not fit");
        accepted.get().close();
    }

    @Test
    void anAnswerWithoutEndIsNotKept() throws Exception {
        CompletableFuture<Socket> accepted = accept(answer -> "HTTP/1.1 101 " + "x".repeat(20_000), new byte[0]);

        assertThatThrownBy(this::dial).hasMessageContaining("too great a length");
        accepted.get().close();
    }
}
