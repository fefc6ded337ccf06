package onechat.gateway.tls;

/** Says in one line, for the operator, what is wrong with a certificate or a key. Immutable. */
public final class UnusableTlsException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param line names the option and the file at fault, and quotes nothing of what is in the file */
    UnusableTlsException(String line) {
        super(line);
    }
}
