package onechat.gateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FrameEncoder;
import onechat.protocol.FramingException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that knows logins, calls of two and relays over TCP, and does one thing wrong. Users 1 and 2 share a room, and so on. Used by many
 * threads at once.
 */
public final class FakeServer implements AutoCloseable {
    /** What it does to the third relay of each pair, or to acks. */
    public enum Fault {
        NONE,
        LOSES,
        DOUBLES,
        REORDERS,
        FORGETS_AN_ACK,
        GOES_AWAY
    }

    /** A command of a user's. */
    public record Said(long user, JsonNode command) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final int THIRD = 3;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<Long, Device> devices = new ConcurrentHashMap<>();
    private final List<Said> said = new CopyOnWriteArrayList<>();
    private final List<String> addresses = new CopyOnWriteArrayList<>();
    private final Fault fault;
    private final boolean sessions;

    /** @param sessions whether it offers sessions that can be resumed */
    public FakeServer(Fault fault, boolean sessions) throws IOException {
        this.fault = fault;
        this.sessions = sessions;
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    addresses.add(socket.getInetAddress().getHostAddress());
                    Device device = new Device(socket);
                    Thread.ofVirtual().start(device::run);
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    /** Where it listens. */
    public String hostPort() {
        return "127.0.0.1:" + address().getPort();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** Where the connections came from, in their order. */
    List<String> addresses() {
        return addresses;
    }

    /** All but relays and logouts, in the order that they came. */
    public List<Said> said() {
        return said;
    }

    /** How many frames a user was sent since the ack of the login. */
    public long sent(long user) {
        Device device = devices.get(user);
        return device == null ? 0 : device.sent;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        devices.values().forEach(Device::cut);
    }

    /** One connection. */
    private final class Device {
        private final Socket socket;
        private long user;
        private long relays;
        private volatile long sent;
        private @Nullable String heldBack;

        Device(Socket socket) {
            this.socket = socket;
        }

        void run() {
            FrameDecoder decoder = new FrameDecoder(100_000);
            byte[] buffer = new byte[8_192];
            try (socket) {
                InputStream in = socket.getInputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    decoder.feed(
                            buffer, 0, length, (octets, offset, size) -> hear(new String(octets, offset, size, UTF_8)));
                }
            } catch (IOException | FramingException gone) {
                cut();
            }
        }

        void cut() {
            try {
                socket.close();
            } catch (IOException gone) {
                assert socket.isClosed();
            }
        }

        private void hear(String payload) {
            JsonNode command = JSON.readTree(payload);
            String cmd = command.path("cmd").asString();
            String ack = "\"ack\":" + command.path("ack");
            switch (cmd) {
                case "login" -> {
                    user = Long.parseLong(command.path("name").asString());
                    said.add(new Said(user, command));
                    devices.put(user, this);
                    say("{\"cmd\":\"ack\",\"action\":\"login\"," + ack + ",\"user\":" + user
                            + (sessions && command.path("resume").asBoolean()
                                    ? ",\"session\":\"s\",\"heartbeat\":25}"
                                    : "}"));
                    sent = 0;
                }
                case "webrtc_send_ice_candidate" -> relay(payload, ack);
                case "logout" -> cut();
                default -> {
                    said.add(new Said(user, command));
                    say("{\"cmd\":\"ack\",\"action\":\"" + cmd + "\"," + ack + "}");
                }
            }
        }

        private void relay(String payload, String ack) {
            Device other = Objects.requireNonNull(devices.get(user % 2 == 0 ? user - 1 : user + 1));
            String relayed = payload.replaceFirst("\"to\":\\d+", "\"from\":" + user);
            String acked = "{\"cmd\":\"ack\",\"action\":\"webrtc_send_ice_candidate\"," + ack + "}";
            switch (++relays == THIRD ? fault : Fault.NONE) {
                case NONE -> {
                    other.say(relayed);
                    say(acked);
                }
                case LOSES -> say(acked);
                case DOUBLES -> {
                    other.say(relayed);
                    other.say(relayed);
                    say(acked);
                }
                case REORDERS -> {
                    heldBack = relayed;
                    say(acked);
                }
                case FORGETS_AN_ACK -> other.say(relayed);
                case GOES_AWAY -> cut();
            }
            if (relays == THIRD + 1 && heldBack != null) {
                other.say(heldBack);
            }
        }

        private synchronized void say(String payload) {
            try {
                socket.getOutputStream().write(FrameEncoder.frame(payload.getBytes(UTF_8)));
                sent = sent + 1;
            } catch (IOException gone) {
                cut();
            }
        }
    }
}
