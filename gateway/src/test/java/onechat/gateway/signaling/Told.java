package onechat.gateway.signaling;

import java.util.List;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * One message to one device, as a test expects it or got it. Immutable.
 *
 * <p>The text of an error is left out: it is for a person, and the contract leaves it open.
 */
record Told(Device to, Message message) {
    Told {
        if (message instanceof Message.Refused refused) {
            message = new Message.Refused(refused.code(), "", refused.action(), refused.ack());
        }
    }

    /** Everything owed, one line for each receiver. */
    static List<Told> in(List<Outcome.Owed> owed) {
        return owed.stream()
                .flatMap(each -> each.to().stream().map(device -> new Told(device, each.message())))
                .toList();
    }

    static Told rung(Device to, long by, @Nullable Ack ack, long seconds) {
        return new Told(to, new Message.Created(by, RuledRoom.ROOM, ack, seconds));
    }

    static Told joined(Device to, long who, @Nullable Ack ack) {
        return new Told(to, new Message.Joined(who, RuledRoom.ROOM, ack));
    }

    static Told left(Device to, long who, LeaveReason reason, @Nullable Ack ack) {
        return new Told(to, new Message.Left(who, RuledRoom.ROOM, reason, ack));
    }

    static Told createAcked(Device to, Ack ack, List<Long> members, List<Long> ringing, List<Long> offline) {
        Message.OfCreate additions = new Message.OfCreate(RuledRoom.ROOM, members, ringing, offline, List.of());
        return new Told(to, new Message.Acked(Cmd.CREATE, ack, additions));
    }

    static Told joinAcked(Device to, Ack ack, Long... members) {
        Message.OfJoin additions = new Message.OfJoin(RuledRoom.ROOM, List.of(members), List.of());
        return new Told(to, new Message.Acked(Cmd.JOIN, ack, additions));
    }

    static Told leaveAcked(Device to, Ack ack) {
        return new Told(to, new Message.Acked(Cmd.LEAVE, ack, new Message.Plain()));
    }

    static Told refused(Device to, Cmd action, ErrorCode code, @Nullable Ack ack) {
        return new Told(to, new Message.Refused(code, "", action.wireName(), ack));
    }

    @Override
    public String toString() {
        return to.user() + "/" + to.name() + " <- " + message;
    }
}
