package onechat.gateway.session;

import onechat.protocol.ErrorCode;

/** Says why a login is refused (contract section 3). Immutable. */
public final class LoginRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /**
     * A refused login. It carries no stack: it is an answer, not a bug.
     *
     * @param msg for the client's user; quotes nothing that the client sent
     */
    public LoginRefusedException(ErrorCode code, String msg) {
        super(msg, null, false, false);
        this.code = code;
    }

    /** What the error says. */
    public ErrorCode code() {
        return code;
    }
}
