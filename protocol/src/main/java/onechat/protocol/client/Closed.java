package onechat.protocol.client;

import onechat.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * Why a client's connection is gone. Immutable.
 *
 * @param how who ended it
 * @param error the last error that was the reply to no command, such as 10409 (the same device logged in again) or 10503 (the server is
 *     draining, and may say in {@link Message.Refused#retryAfterSeconds} when to come back), or the one that a resume was
 *     refused with; null where there was none
 * @param cause what broke; null unless {@code how} is {@link How#LOST} or {@link How#SESSION_LOST}, and with the latter also where the server
 *     refused to resume
 */
public record Closed(
        How how, Message.@Nullable Refused error, @Nullable Exception cause) {
    /** Who ended a connection. */
    public enum How {
        /** This side, by {@link OneChatClient#close} or {@link OneChatClient#logout}. */
        BY_CLIENT,
        /** The server, in order. */
        BY_SERVER,
        /** Nobody: the network failed, the server fell silent, or what came was not ONECHAT/1.0; and there was no session to resume. */
        LOST,
        /**
         * Nobody, and the session could not be resumed: the server refused (such as with 10410, which is then the {@code error}), or was not
         * reached while it would have kept the session. Connect anew and log in; what of the calls is left, the login's ack says.
         */
        SESSION_LOST
    }
}
