package onechat.gateway.signaling;

import java.util.List;
import onechat.protocol.Message;

/** Brings messages owed to the devices they are owed to. Each is used by one thread at a time. */
@FunctionalInterface
public interface Delivery {
    /** Hands a message to each device's inbox; never blocks. Messages from one caller to one device keep their order. */
    void deliver(List<Device> to, Message message);

    /** The same for one device. */
    default void deliver(Device to, Message message) {
        deliver(List.of(to), message);
    }
}
