package onechat.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why somebody is no longer in a call, or no longer rung (contract sections 4 and 5). Immutable. */
public enum LeaveReason {
    /** A participant hung up or logged out. */
    LEFT,
    /** A callee declined. */
    DECLINED,
    /** A callee declined because of another call. */
    BUSY,
    /** The last participant left, so the ring is over. */
    ENDED,
    /** Nobody answered in time. */
    TIMEOUT,
    /** The participant goes on with another device. */
    MOVED,
    /** The participant's connection was lost and not resumed. */
    DISCONNECTED;

    /** The value of the member {@code reason}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of that wire name, or null where the contract knows none. */
    public static @Nullable LeaveReason of(String wireName) {
        for (LeaveReason reason : values()) {
            if (reason.wireName().equals(wireName)) {
                return reason;
            }
        }
        return null;
    }
}
