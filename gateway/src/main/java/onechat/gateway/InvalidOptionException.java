package onechat.gateway;

/** Says which option has a value that can't be, and why. Immutable. */
public final class InvalidOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String option;
    private final String problem;

    /**
     * An option that can't be.
     *
     * @param option its name as in the configuration file, such as {@code tcp-port}
     * @param problem what is wrong, to be read after the name; never quotes a secret
     */
    public InvalidOptionException(String option, String problem) {
        super(option + " " + problem);
        this.option = option;
        this.problem = problem;
    }

    /** The name of the option as in the configuration file. */
    public String option() {
        return option;
    }

    /** What is wrong with it, to be read after its name. */
    public String problem() {
        return problem;
    }
}
