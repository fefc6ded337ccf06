package onechat.gateway.baseline;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Who takes part in the comparison. */
enum Contender {
    OURS("OneChat", Load.TCP),
    OURS_PLAIN("OneChat, sessions not resumable", Load.TCP_WITHOUT_RESUME),
    NETTY("Netty, epoll", Load.TCP_WITHOUT_RESUME),
    MOSQUITTO("mosquitto, QoS 1", Load.MQTT),
    OURS_WS("OneChat", Load.WEBSOCKET),
    OURS_WS_PLAIN("OneChat, sessions not resumable", Load.WEBSOCKET_WITHOUT_RESUME),
    NODE_WS("Node.js, ws", Load.WEBSOCKET_WITHOUT_RESUME),
    SOCKET_IO("Node.js, socket.io", Load.SOCKET_IO);

    private final String title;
    private final Load load;

    Contender(String title, Load load) {
        this.title = title;
        this.load = load;
    }

    /** As the option {@code onechat.only} names it. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As the table names it. */
    String title() {
        return title;
    }

    /** What loads it. */
    Load load() {
        return load;
    }

    boolean isOnTheJdk() {
        return switch (this) {
            case OURS, OURS_PLAIN, NETTY, OURS_WS, OURS_WS_PLAIN -> true;
            case MOSQUITTO, NODE_WS, SOCKET_IO -> false;
        };
    }

    /**
     * Starts its server.
     *
     * @throws RuntimeException that skips a test, where something is not installed
     */
    MeasuredServer start(Workplace workplace) throws IOException, InterruptedException {
        return switch (this) {
            case OURS, OURS_PLAIN -> OneChatServers.overTcp(workplace);
            case NETTY -> NettyRelay.start(workplace);
            case MOSQUITTO -> Mosquitto.start(workplace);
            case OURS_WS, OURS_WS_PLAIN -> OneChatServers.overWebSocket(workplace);
            case NODE_WS -> NodeRelays.ws(workplace);
            case SOCKET_IO -> NodeRelays.socketIo(workplace);
        };
    }

    static Contender named(String key) {
        return Arrays.stream(values())
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contender " + key));
    }
}
