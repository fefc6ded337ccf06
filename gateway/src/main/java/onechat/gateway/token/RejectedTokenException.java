package onechat.gateway.token;

/** Says why a token does not hold. Immutable. */
final class RejectedTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean expired;

    private RejectedTokenException(String reason, boolean expired) {
        super(reason, null, false, false);
        this.expired = expired;
    }

    /**
     * A token that never held or does not hold here.
     *
     * @param reason for the operator's log; quotes nothing of the token
     */
    static RejectedTokenException notValid(String reason) {
        return new RejectedTokenException(reason, false);
    }

    /** A token that held, and whose time is over. */
    static RejectedTokenException expired() {
        return new RejectedTokenException("it has expired", true);
    }

    /** Whether nothing but its age is wrong with it. */
    boolean isExpired() {
        return expired;
    }
}
