package onechat.gateway.file;

/** Says why a file can't be read. Immutable. */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableFileException(String problem) {
        super(problem, null, false, false);
    }

    /** To be read after what names the file, such as "names a file that does not exist"; quotes nothing of it. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
