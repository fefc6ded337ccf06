package onechat.gateway.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Turns an HTTP connection into a WebSocket one (RFC 6455, section 4). Immutable.
 *
 * @param rest what came behind the server's answer
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
record WebSocketHandshake(byte[] rest) {
    private static final int MOST_ANSWER_BYTES = 8_192;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /**
     * Asks and waits for the answer.
     *
     * @throws IOException when the server gives another one
     */
    static WebSocketHandshake over(Network network, String host, String path) throws IOException {
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
        network.out().write(request.getBytes(ISO_8859_1));
        return answer(network.in(), key);
    }

    private static WebSocketHandshake answer(InputStream in, String key) throws IOException {
        byte[] octets = new byte[1_024];
        int length = 0;
        int end = -1;
        while (end < 0) {
            if (length == octets.length) {
                if (length >= MOST_ANSWER_BYTES) {
                    throw new IOException("the server answers a WebSocket handshake at too great a length");
                }
                octets = Arrays.copyOf(octets, 2 * length);
            }
            int more = in.read(octets, length, octets.length - length);
            if (more < 0) {
                throw new EOFException("the server closed the connection in the WebSocket handshake");
            }
            length += more;
            end = new String(octets, 0, length, ISO_8859_1).indexOf("\r\n\r\n");
        }
        check(new String(octets, 0, end, ISO_8859_1), key);
        return new WebSocketHandshake(Arrays.copyOfRange(octets, end + 4, length));
    }

    private static void check(String answer, String key) throws IOException {
        String status = answer.lines().findFirst().orElse("");
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new IOException("the server refuses WebSocket: " + status);
        }
        String accept = "sec-websocket-accept: " + accept(key);
        if (answer.lines()
                .map(line -> line.replaceFirst(":\\s*", ": ").strip())
                .noneMatch(line -> line.length() == accept.length()
                        && line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept: ")
                        && line.endsWith(accept(key)))) {
            throw new IOException("the server's answer to the WebSocket handshake does not fit");
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
