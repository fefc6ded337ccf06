package onechat.gateway.session;

import onechat.protocol.ErrorCode;

/** Says why a login is refused (contract section 3). Immutable. */
public final class LoginRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final boolean guess;

    /**
     * A refused login that may have been a guess. It carries no stack: it is an answer, not a bug.
     *
     * @param msg for the client's user; quotes nothing that the client sent
     */
    public LoginRefusedException(ErrorCode code, String msg) {
        this(code, msg, true);
    }

    private LoginRefusedException(ErrorCode code, String msg, boolean guess) {
        super(msg, null, false, false);
        this.code = code;
        this.guess = guess;
    }

    /** A refused login by which nobody can have tried to find out a password or to forge a token. */
    public static LoginRefusedException withoutAGuess(ErrorCode code, String msg) {
        return new LoginRefusedException(code, msg, false);
    }

    /** Whether it may have been a guess, of which only so many are let through. */
    public boolean isGuess() {
        return guess;
    }

    /** What the error says. */
    public ErrorCode code() {
        return code;
    }
}
