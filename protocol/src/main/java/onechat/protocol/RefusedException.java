package onechat.protocol;

import org.jspecify.annotations.Nullable;

/** Says that a well-framed payload can't be carried out, and what the {@code error} message tells the client. Immutable. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Message.Refused refusal;

    /** A refusal that quotes the command at fault as far as it could be read. It carries no stack: it is an answer, not a bug. */
    public RefusedException(ErrorCode code, String msg, @Nullable String action, @Nullable Ack ack) {
        super(msg, null, false, false);
        this.refusal = new Message.Refused(code, msg, action, ack);
    }

    /** The message owed to the sender of the payload. */
    public Message.Refused refusal() {
        return refusal;
    }
}
