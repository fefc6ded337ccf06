package onechat.gateway.baseline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/**
 * Two clients of the socket.io relay in a call in one room, with its protocol (version 5, over engine.io 4) in WebSocket messages. As
 * {@link LoadedPair} says.
 */
final class SocketIoPair implements LoadedPair {
    private static final String EVENT = "webrtc_send_ice_candidate";

    private final long receiverId;
    private final Client sender;
    private final Client receiver;
    private long sent;
    private long acked;
    private long received;

    /** Logs them in, and has them meet in a call. */
    SocketIoPair(int port, People.User from, People.User to) throws IOException {
        this.receiverId = to.id();
        this.sender = new Client(port);
        this.receiver = new Client(port);
        sender.ask("login", "{\"name\":\"" + from.name() + "\"}");
        receiver.ask("login", "{\"name\":\"" + to.name() + "\"}");
        sender.ask("webrtc_create", "{\"to\":" + to.room() + "}");
        receiver.ask("webrtc_join", "{\"to\":" + to.room() + "}");
        sender.awaitText("42[\"webrtc_join\"");
    }

    /** Looks at a text message; the octets are good until it returns. */
    @FunctionalInterface
    private interface TextLook {
        void at(byte[] octets, int begin, int end);
    }

    private static final class Client {
        private static final int TEXT = 0x81;
        private static final int MASKED = 0x80;
        private static final int TWO_OCTETS = 126;
        /** What a mask of zeros leaves as it is, which the protocol allows. */
        private static final byte[] MASK = new byte[4];

        private final PeerSocket socket;
        private boolean came;
        private long asked;

        Client(int port) throws IOException {
            socket = new PeerSocket(port);
            socket.put(("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                    .getBytes(UTF_8));
            socket.flush();
            while (!came) {
                socket.read(this::upgraded);
            }
            put("40".getBytes(UTF_8));
            socket.flush();
            awaitText("40");
        }

        private int upgraded(byte[] octets, int start, int end) throws IOException {
            if (came) {
                return start; // engine.io's first message, for whoever reads next
            }
            String head = new String(octets, start, end - start, ISO_8859_1);
            int length = head.indexOf("\r\n\r\n");
            if (length < 0) {
                return start;
            }
            if (!head.startsWith("HTTP/1.1 101 ")) {
                throw new IOException("no WebSocket here: " + head.lines().findFirst());
            }
            came = true;
            return start + length + 4;
        }

        void put(byte[] text) {
            socket.put(TEXT);
            if (text.length < TWO_OCTETS) {
                socket.put(MASKED | text.length);
            } else {
                socket.put(MASKED | TWO_OCTETS).putShort(text.length);
            }
            socket.put(MASK).put(text);
        }

        void ask(String event, String message) throws IOException {
            put(("42" + asked + "[\"" + event + "\"," + message + "]").getBytes(UTF_8));
            socket.flush();
            awaitText("43" + asked++ + "[");
        }

        void awaitText(String begin) throws IOException {
            came = false;
            while (!came) {
                read((octets, start, end) -> {
                    String text = new String(octets, start, end - start, UTF_8);
                    if (text.contains("\"code\":")) {
                        throw new IllegalStateException("refused: " + text);
                    }
                    came |= text.startsWith(begin);
                });
            }
        }

        /** Hands on what comes, but for engine.io's pings, which it answers. */
        void read(TextLook look) throws IOException {
            socket.read((octets, start, end) -> {
                if (end - start < 2) {
                    return start;
                }
                int begin = octets[start + 1] == TWO_OCTETS ? start + 4 : start + 2;
                int next = begin > end ? begin : begin + length(octets, start);
                if (next > end) {
                    return start;
                }
                if (octets[begin] == '2') {
                    put("3".getBytes(UTF_8));
                    socket.flush();
                } else {
                    look.at(octets, begin, next);
                }
                return next;
            });
        }

        private static int length(byte[] octets, int start) throws IOException {
            int length = octets[start + 1];
            if ((octets[start] & 0xFF) != TEXT || length < 1 || length > TWO_OCTETS) {
                throw new IOException("not a short text message");
            }
            return length < TWO_OCTETS ? length : (octets[start + 2] & 0xFF) << 8 | (octets[start + 3] & 0xFF);
        }
    }

    @Override
    public void send(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String message = Candidate.text(receiverId, sent);
            sender.put(("42" + sent + "[\"" + EVENT + "\"," + message + "]").getBytes(UTF_8));
            sent++;
        }
        sender.socket.flush();
    }

    @Override
    public int awaitAcks() throws IOException {
        long before = acked;
        sender.read((octets, begin, end) -> {
            String expected = "43" + acked + "[{\"action\":\"" + EVENT + "\"}]";
            if (!expected.contentEquals(new String(octets, begin, end - begin, ISO_8859_1))) {
                throw new IllegalStateException("not " + expected);
            }
            acked++;
        });
        return (int) (acked - before);
    }

    @Override
    public int receive() throws IOException {
        long before = received;
        receiver.read((octets, begin, end) -> {
            if (Candidate.number(octets, begin, end) != received) {
                throw new IllegalStateException("not candidate " + received);
            }
            received++;
        });
        return (int) (received - before);
    }

    @Override
    public void close() throws IOException {
        try {
            sender.socket.close();
        } finally {
            receiver.socket.close();
        }
    }
}
