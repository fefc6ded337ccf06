package onechat.gateway.session;

import java.util.LinkedHashMap;
import java.util.Map;
import onechat.protocol.Ack;
import onechat.protocol.ErrorCode;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * The last commands of one session and the first reply to each, so that none is carried out twice (contract section 4). Guarded by its session.
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

    /** By the command's ack, the oldest first; a command that is under way has no reply yet. */
    private final Map<Ack, Entry> commands = new LinkedHashMap<>();

    private int presenceBytes;

    private static final class Entry {
        private @Nullable Message reply;
    }

    /** Whether a command is new; it is under way from now on. */
    boolean begin(Ack ack) {
        if (commands.putIfAbsent(ack, new Entry()) != null) {
            return false;
        }
        if (commands.size() > MAX_COMMANDS) {
            drop(commands.keySet().iterator().next());
        }
        return true;
    }

    /** The reply to a command that is not new, or null where none is remembered yet. */
    @Nullable
    Message replyTo(Ack ack) {
        Entry entry = commands.get(ack);
        return entry == null ? null : entry.reply;
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
        Entry entry = commands.get(ack);
        if (entry != null && entry.reply == null) {
            entry.reply = reply;
            presenceBytes += presenceBytes(reply);
            while (presenceBytes > MAX_PRESENCE_BYTES) {
                drop(oldestPresence());
            }
        }
    }

    private Ack oldestPresence() {
        return commands.entrySet().stream()
                .filter(command -> presenceBytes(command.getValue().reply) > 0)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private void drop(Ack ack) {
        Entry dropped = commands.remove(ack);
        presenceBytes -= dropped == null ? 0 : presenceBytes(dropped.reply);
    }

    /** 0 for every other reply. */
    private static int presenceBytes(@Nullable Message reply) {
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
        Entry entry = commands.get(ack);
        if (entry != null && entry.reply == null) {
            commands.remove(ack);
        }
    }
}
