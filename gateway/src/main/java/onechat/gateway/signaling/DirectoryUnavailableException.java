package onechat.gateway.signaling;

/** Says that the directory could not answer now, and that a later try may succeed (10503 of contract section 7). Immutable. */
public final class DirectoryUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * The directory is down or too slow.
     *
     * @param msg for the operator's log; a client gets a text of its own
     */
    public DirectoryUnavailableException(String msg, Throwable cause) {
        super(msg, cause);
    }
}
