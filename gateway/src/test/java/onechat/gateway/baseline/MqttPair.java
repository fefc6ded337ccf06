package onechat.gateway.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/**
 * Two clients of an MQTT 3.1.1 broker, each with a topic of its own, of whom one publishes to the other's with quality of service 1: the broker acks it
 * to the sender, and the receiver to the broker. As {@link LoadedPair} says.
 */
final class MqttPair implements LoadedPair {
    private static final int PACKET_IDS = 65_535;

    private final long receiverId;
    private final byte[] topic;
    private final Client sender;
    private final Client receiver;
    private long sent;
    private long acked;
    private long received;

    /** Connects them. */
    MqttPair(int port, long senderId, long receiverId) throws IOException {
        this.receiverId = receiverId;
        this.topic = topic(receiverId);
        this.sender = new Client(port, senderId);
        this.receiver = new Client(port, receiverId);
    }

    private static byte[] topic(long user) {
        return ("onechat/" + user).getBytes(UTF_8);
    }

    /** The kinds of packets, as they stand in the first octet (MQTT 3.1.1, section 2.2). */
    private enum Kind {
        CONNECT(0x10),
        CONNACK(0x20),
        PUBLISH(0x32),
        PUBACK(0x40),
        SUBSCRIBE(0x82),
        SUBACK(0x90);

        private final int octet;

        Kind(int octet) {
            this.octet = octet;
        }
    }

    /** Looks at a packet; the octets are good until it returns. */
    @FunctionalInterface
    private interface PacketLook {
        void at(int kind, byte[] octets, int begin, int end);
    }

    private static final class Client {
        private static final int CLEAN_SESSION = 0x02;

        private final PeerSocket socket;
        private boolean answered;

        Client(int port, long user) throws IOException {
            socket = new PeerSocket(port);
            byte[] id = ("user" + user).getBytes(UTF_8);
            begin(Kind.CONNECT, 12 + id.length);
            socket.putShort(4)
                    .put("MQTT".getBytes(UTF_8))
                    .put(4)
                    .put(CLEAN_SESSION)
                    .putShort(0);
            socket.putShort(id.length).put(id);
            await(Kind.CONNACK);
            byte[] own = topic(user);
            begin(Kind.SUBSCRIBE, 5 + own.length)
                    .putShort(1)
                    .putShort(own.length)
                    .put(own)
                    .put(1);
            await(Kind.SUBACK);
        }

        /** Puts a packet's fixed header. */
        PeerSocket begin(Kind kind, int length) {
            socket.put(kind.octet);
            int rest = length;
            while (rest > 127) {
                socket.put((rest & 127) | 128);
                rest >>= 7;
            }
            return socket.put(rest);
        }

        private void await(Kind kind) throws IOException {
            socket.flush();
            answered = false;
            while (!answered) {
                read((came, octets, begin, end) -> answered = came == kind.octet && octets[end - 1] <= 1);
            }
        }

        void read(PacketLook look) throws IOException {
            socket.read((octets, start, end) -> {
                int length = 0;
                int shift = 0;
                for (int at = start + 1; at < end; at++) {
                    length |= (octets[at] & 127) << shift;
                    shift += 7;
                    if (octets[at] >= 0) {
                        int next = at + 1 + length;
                        if (next <= end) {
                            look.at(octets[start] & 0xFF, octets, at + 1, next);
                            return next;
                        }
                        return start;
                    }
                }
                return start;
            });
        }
    }

    private static int packetId(long number) {
        return (int) (number % PACKET_IDS) + 1;
    }

    private static int shortAt(byte[] octets, int at) {
        return (octets[at] & 0xFF) << 8 | (octets[at + 1] & 0xFF);
    }

    @Override
    public void send(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] payload = Candidate.text(receiverId, sent).getBytes(UTF_8);
            PeerSocket out = sender.begin(Kind.PUBLISH, 4 + topic.length + payload.length);
            out.putShort(topic.length).put(topic).putShort(packetId(sent)).put(payload);
            sent++;
        }
        sender.socket.flush();
    }

    @Override
    public int awaitAcks() throws IOException {
        long before = acked;
        sender.read((kind, octets, begin, end) -> {
            if (kind != Kind.PUBACK.octet || shortAt(octets, begin) != packetId(acked)) {
                throw new IllegalStateException("not the ack of candidate " + acked);
            }
            acked++;
        });
        return (int) (acked - before);
    }

    @Override
    public int receive() throws IOException {
        long before = received;
        receiver.read((kind, octets, begin, end) -> {
            int id = begin + 2 + shortAt(octets, begin);
            if (kind != Kind.PUBLISH.octet || Candidate.number(octets, id + 2, end) != received) {
                throw new IllegalStateException("not candidate " + received);
            }
            received++;
            receiver.begin(Kind.PUBACK, 2).putShort(shortAt(octets, id));
        });
        receiver.socket.flush();
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
