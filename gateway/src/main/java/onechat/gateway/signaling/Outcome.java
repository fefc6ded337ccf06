package onechat.gateway.signaling;

import java.util.ArrayList;
import java.util.List;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * What an event makes of a call. Immutable.
 *
 * @param next the call after it, null where there is none
 * @param owed who is told what, in order
 */
record Outcome(@Nullable Call next, List<Owed> owed) {
    /** A message and the devices it is owed to. */
    record Owed(List<Device> to, Message message) {}

    /** The same call, and what is owed for an earlier event told first. */
    Outcome after(Outcome earlier) {
        List<Owed> all = new ArrayList<>(earlier.owed());
        all.addAll(owed);
        return new Outcome(next, all);
    }
}
