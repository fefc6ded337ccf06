package onechat.protocol;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of the member {@code cmd} (contract section 2). Immutable. */
public enum Cmd {
    LOGIN("login"),
    LOGOUT("logout"),
    PING("ping"),
    CREATE("webrtc_create"),
    JOIN("webrtc_join"),
    LEAVE("webrtc_leave"),
    PRESENCE("presence"),
    OFFER("webrtc_send_offer"),
    ANSWER("webrtc_send_answer"),
    CANDIDATE("webrtc_send_ice_candidate"),
    /** Only from the server. */
    ACK("ack"),
    /** Only from the server. */
    ERROR("error");

    private static final Map<String, Cmd> BY_WIRE_NAME = byWireName();

    private final String wireName;

    Cmd(String wireName) {
        this.wireName = wireName;
    }

    /** The value as it stands in a payload, such as {@code webrtc_create}. */
    public String wireName() {
        return wireName;
    }

    /** The command of that wire name, or null where the contract knows none. */
    public static @Nullable Cmd of(String wireName) {
        return BY_WIRE_NAME.get(wireName);
    }

    private static Map<String, Cmd> byWireName() {
        Map<String, Cmd> all = new HashMap<>();
        for (Cmd cmd : values()) {
            all.put(cmd.wireName, cmd);
        }
        return Map.copyOf(all);
    }
}
