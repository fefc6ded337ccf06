package onechat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * The last commands of one session, but for pings that were acked, and the first reply to each, so that none is carried out twice (contract section 4). Guarded by its session.
 *
 * <p>Replies to a presence are as long as the room has members: of those that take too much together, the oldest is let go of with its command. Carried
 * out once more, that changes nothing.
 */
final class RememberedReplies {
    private static final int MAX_COMMANDS = 1_024;
    /** About the octets of all replies to a presence that are remembered. */
    static final int MAX_PRESENCE_BYTES = 262_144;
    /** What an id or an entry takes in memory, about. */
    private static final int BYTES_PER_ID = 24;

    /** The command is under way. */
    private static final byte NO_REPLY = -1;
    /** The reply is among {@link #others}. Any other mark is the index in {@link #CMDS} of the command whose ack without additions is the reply. */
    private static final byte OTHER_REPLY = -2;

    private static final List<Cmd> CMDS = List.of(Cmd.values());

    private final CommandAcks acks = new CommandAcks();
    /** By the place of the command's ack, the oldest first; most sessions have none just now. */
    private @Nullable Map<Integer, Message> others;

    private int presenceBytes;
    /** The command that began last, until there is a reply to it, and where it stands: nearly every reply is to that. */
    private @Nullable Ack newest;

    private int newestPlace;

    /** Whether a command is new; it is under way from now on. */
    boolean begin(Ack ack) {
        byte[] octets = octets(ack);
        if (acks.find(octets) != CommandAcks.NONE) {
            return false;
        }
        if (acks.size() == MAX_COMMANDS) {
            if (acks.mark(acks.oldest()) == OTHER_REPLY) {
                dropOther(acks.oldest());
            }
            acks.removeOldest();
        }
        newestPlace = acks.add(octets, NO_REPLY);
        newest = ack;
        return true;
    }

    /** The reply to a command that is not new, or null where none is remembered yet. */
    @Nullable
    Message replyTo(Ack ack) {
        int place = acks.find(octets(ack));
        byte mark = place == CommandAcks.NONE ? NO_REPLY : acks.mark(place);
        return switch (mark) {
            case NO_REPLY -> null;
            case OTHER_REPLY -> others().get(place);
            default -> new Message.Acked(CMDS.get(mark), ack, Message.Plain.INSTANCE);
        };
    }

    /** Notes a message to the client, if it is the reply to a command under way. */
    void said(Message message) {
        if (message instanceof Message.Acked acked) {
            remember(acked.ack(), acked);
        } else if (message instanceof Message.Refused refused && refused.ack() != null) {
            if (isForNow(refused.code())) {
                forget(refused.ack());
            } else {
                remember(refused.ack(), refused);
            }
        }
    }

    /** Such a command was not carried out, and may be when it comes again. */
    private static boolean isForNow(ErrorCode code) {
        return code == ErrorCode.TOO_MANY || code == ErrorCode.SERVER_FAULT || code == ErrorCode.UNAVAILABLE;
    }

    private void remember(Ack ack, Message reply) {
        int place = underWay(ack);
        if (place == CommandAcks.NONE) {
            return;
        }
        if (reply instanceof Message.Acked acked && acked.additions() instanceof Message.Plain) {
            acks.mark(place, (byte) CMDS.indexOf(acked.action()));
            return;
        }
        acks.mark(place, OTHER_REPLY);
        others().put(place, reply);
        presenceBytes += presenceBytes(reply);
        while (presenceBytes > MAX_PRESENCE_BYTES) {
            int oldest = oldestPresence();
            dropOther(oldest);
            acks.hide(oldest);
        }
    }

    private int underWay(Ack ack) {
        int place;
        if (ack.equals(newest)) {
            place = newestPlace;
            newest = null;
        } else {
            place = acks.find(octets(ack));
        }
        return place != CommandAcks.NONE && acks.mark(place) == NO_REPLY ? place : CommandAcks.NONE;
    }

    private int oldestPresence() {
        return others().entrySet().stream()
                .filter(command -> presenceBytes(command.getValue()) > 0)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private Map<Integer, Message> others() {
        Map<Integer, Message> known = others;
        if (known == null) {
            known = new LinkedHashMap<>();
            others = known;
        }
        return known;
    }

    private void dropOther(int place) {
        if (others != null) {
            Message dropped = others.remove(place);
            presenceBytes -= dropped == null ? 0 : presenceBytes(dropped);
            if (others.isEmpty()) {
                others = null;
            }
        }
    }

    /** 0 for every other reply. */
    private static int presenceBytes(Message reply) {
        if (!(reply instanceof Message.Acked acked) || !(acked.additions() instanceof Message.OfPresence presence)) {
            return 0;
        }
        int ids = 1
                + presence.members().size()
                + presence.online().size()
                + presence.offline().size()
                + presence.names().size();
        int names = presence.names().values().stream().mapToInt(String::length).sum();
        return ids * BYTES_PER_ID + names * Character.BYTES;
    }

    /** A command under way was not carried out after all, and may come again. */
    void forget(Ack ack) {
        int place = underWay(ack);
        if (place != CommandAcks.NONE) {
            acks.hide(place);
        }
    }

    private static byte[] octets(Ack ack) {
        return ack.json().getBytes(UTF_8);
    }
}
