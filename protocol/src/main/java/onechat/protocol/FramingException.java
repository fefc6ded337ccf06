package onechat.protocol;

/** Says that a stream of frames is broken beyond resynchronising, and with which error (contract section 1.1). Immutable. */
public final class FramingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** A framing fault. It carries no stack: it is the peer's fault, not a bug. */
    public FramingException(ErrorCode code, String msg) {
        super(msg, null, false, false);
        this.code = code;
    }

    /** {@link ErrorCode#MALFORMED}, {@link ErrorCode#TOO_LARGE} or {@link ErrorCode#VERSION_NOT_SUPPORTED}. */
    public ErrorCode code() {
        return code;
    }
}
