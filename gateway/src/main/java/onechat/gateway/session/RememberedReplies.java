package onechat.gateway.session;

import java.util.LinkedHashMap;
import java.util.Map;
import onechat.protocol.Ack;
import onechat.protocol.ErrorCode;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * The last commands of one session and the first reply to each, so that none is carried out twice (contract section 4). Guarded by its session.
 */
final class RememberedReplies {
    private static final int MAX_COMMANDS = 1_024;

    /** By the command's ack, the oldest first; a command that is under way has no reply yet. */
    private final Map<Ack, Entry> commands = new LinkedHashMap<>();

    private static final class Entry {
        private @Nullable Message reply;
    }

    /** Whether a command is new; it is under way from now on. */
    boolean begin(Ack ack) {
        if (commands.putIfAbsent(ack, new Entry()) != null) {
            return false;
        }
        if (commands.size() > MAX_COMMANDS) {
            commands.remove(commands.keySet().iterator().next());
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
        }
    }

    /** A command under way was not carried out after all, and may come again. */
    void forget(Ack ack) {
        Entry entry = commands.get(ack);
        if (entry != null && entry.reply == null) {
            commands.remove(ack);
        }
    }
}
