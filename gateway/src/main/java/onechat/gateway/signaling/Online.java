package onechat.gateway.signaling;

import java.util.List;

/** Says which devices of a user are logged in now. Used by many threads at once. */
@FunctionalInterface
public interface Online {
    /** The user's devices in the order of their logins; empty where the user is offline. */
    List<Device> devicesOf(long user);
}
