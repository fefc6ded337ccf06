package onechat.gateway.signaling;

import java.util.List;
import java.util.Set;
import onechat.protocol.Ack;
import onechat.protocol.IceServer;
import onechat.protocol.LeaveReason;
import org.jspecify.annotations.Nullable;

/** Something that happens to the call of a room (contract section 5). Immutable. */
sealed interface CallEvent {
    /**
     * A member of the room calls the others (section 5.1).
     *
     * @param members the room's, the sender included
     * @param iceServers for the sender
     */
    record Create(
            Device sender,
            @Nullable Ack ack,
            Set<Long> members,
            Online online,
            List<IceServer> iceServers,
            long nowNanos)
            implements CallEvent {}

    /**
     * A member of the room wants to take part (section 5.2).
     *
     * @param iceServers for the sender
     */
    record Join(Device sender, @Nullable Ack ack, Online online, List<IceServer> iceServers) implements CallEvent {}

    /** A participant hangs up, or a callee declines (section 5.3). */
    record Leave(Device sender, boolean busy, @Nullable Ack ack) implements CallEvent {}

    /** A device logged in; a ring that is under way reaches it too (section 5.1). */
    record Arrival(Device device, long nowNanos) implements CallEvent {}

    /** A device is gone for good (sections 4 and 5.3). */
    record Departure(
            Device device, LeaveReason reason, @Nullable Ack ack) implements CallEvent {}

    /** Time passed, and rings may be over (section 5.1). */
    record RingTimeout(long nowNanos) implements CallEvent {}
}
