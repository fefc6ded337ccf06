package onechat.gateway.token;

/** Says why a token does not hold. Immutable. */
final class RejectedTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is known of a token that does not hold. */
    private enum Kind {
        NOT_SIGNED,
        NOT_VALID,
        EXPIRED
    }

    private final Kind kind;

    private RejectedTokenException(String reason, Kind kind) {
        super(reason, null, false, false);
        this.kind = kind;
    }

    /**
     * A token that none of the keys is known to have signed: it may be forged.
     *
     * @param reason for the operator's log; quotes nothing of the token
     */
    static RejectedTokenException notSigned(String reason) {
        return new RejectedTokenException(reason, Kind.NOT_SIGNED);
    }

    /**
     * A token that is signed, and never held or does not hold here.
     *
     * @param reason as above
     */
    static RejectedTokenException notValid(String reason) {
        return new RejectedTokenException(reason, Kind.NOT_VALID);
    }

    /** A token that held, and whose time is over. */
    static RejectedTokenException expired() {
        return new RejectedTokenException("it has expired", Kind.EXPIRED);
    }

    /** Whether nothing but its age is wrong with it. */
    boolean isExpired() {
        return kind == Kind.EXPIRED;
    }

    /** Whether one of the keys signed it, so that nobody can have guessed it. */
    boolean isSigned() {
        return kind != Kind.NOT_SIGNED;
    }
}
