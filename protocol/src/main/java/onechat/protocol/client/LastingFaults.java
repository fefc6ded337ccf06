package onechat.protocol.client;

import onechat.protocol.ErrorCode;
import onechat.protocol.FramingException;
import onechat.protocol.MalformedPayloadException;
import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/** Tells a fault that comes back after a resume from one that the resume mended. Confined to the reader thread. */
final class LastingFaults {
    private static final long NEVER = -1;

    private long unreadableAfter = NEVER;
    private long refusedAfter = NEVER;

    /**
     * Notes how a connection of the session ended.
     *
     * @param error what the server said to no command, or null
     * @param cause what broke on this side, or null
     * @param received how many frames had come
     * @param answered how many commands had got their replies
     * @return whether an earlier connection ended with the same fault at the same place, so that the next would too
     */
    boolean isLasting(Message.@Nullable Refused error, @Nullable Exception cause, long received, long answered) {
        boolean again = false;
        if (cause instanceof MalformedPayloadException || cause instanceof FramingException) {
            again = unreadableAfter == received;
            unreadableAfter = received;
        }
        if (error != null && isOfWhatWasSent(error.code())) {
            again |= refusedAfter == answered;
            refusedAfter = answered;
        }
        return again;
    }

    private static boolean isOfWhatWasSent(ErrorCode code) {
        return code == ErrorCode.MALFORMED || code == ErrorCode.TOO_LARGE || code == ErrorCode.VERSION_NOT_SUPPORTED;
    }
}
