package onechat.gateway.token;

/** Says why a text is no key for tokens. Immutable. */
public final class UnusableKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A key that can't be used. It carries no cause: that could quote the key.
     *
     * @param problem to be read after what holds the key, such as "holds no PEM block"; quotes nothing of it
     */
    UnusableKeyException(String problem) {
        super(problem, null, false, false);
    }

    /** What is wrong, to be read after what holds the key. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
