package onechat.protocol;

/** Says that a server's payload is no message of ONECHAT/1.0. Immutable; its text quotes nothing of the payload. */
public final class MalformedPayloadException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A fault of the peer's, so without a stack.
     *
     * @param msg quotes nothing of the payload
     */
    public MalformedPayloadException(String msg) {
        super(msg, null, false, false);
    }
}
