package onechat.gateway.directory;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How the directory reaches its database. Immutable; its text form shows neither user nor password.
 *
 * @param url {@code jdbc:mysql:…} or {@code jdbc:h2:…}, without user and password in it
 * @param user the database's user, not one of OneChat
 * @param password asked for once, when the directory is opened
 * @param queries what is asked of the database
 * @param poolSize how many connections are kept open, 1 to 1,000; that many questions are answered at once, others wait
 * @param answerWithin the longest that one question may take, waiting included, 250 ms to 3 s: the contract with operators
 *     is that a login knows within 3 s that the database is down
 * @param tokens whether users log in by token, and none need stand in the database: its table of users may be absent then
 */
public record DirectoryOptions(
        String url,
        String user,
        Supplier<String> password,
        DirectoryQueries queries,
        int poolSize,
        Duration answerWithin,
        boolean tokens) {
    /** The default of {@link #poolSize()}. */
    public static final int DEFAULT_POOL_SIZE = 10;
    /** The default of {@link #answerWithin()}. */
    public static final Duration DEFAULT_ANSWER_WITHIN = Duration.ofSeconds(2);

    private static final Duration SHORTEST_ANSWER = Duration.ofMillis(250);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

    /**
     * The options, checked.
     *
     * @throws IllegalArgumentException when one is out of its range; the text quotes none of them
     */
    public DirectoryOptions {
        DatabaseUrl checked = new DatabaseUrl(url);
        if (!checked.isSupported()) {
            throw new IllegalArgumentException(
                    "the database URL must begin with jdbc:mysql: or jdbc:h2: and say where");
        }
        if (checked.holdsCredentials()) {
            throw new IllegalArgumentException(
                    "the database URL must not hold user or password: they have their own options");
        }
        if (poolSize < 1 || poolSize > 1_000) {
            throw new IllegalArgumentException("the directory's pool size must be 1 to 1000");
        }
        if (answerWithin.compareTo(SHORTEST_ANSWER) < 0 || answerWithin.compareTo(LONGEST_ANSWER) > 0) {
            throw new IllegalArgumentException("the directory's answers must take 250 ms to 3 s at the longest");
        }
    }

    /** A database with the tables of OneChat, and the defaults for the rest. */
    public DirectoryOptions(String url, String user, Supplier<String> password) {
        this(url, user, password, DirectoryQueries.OF_ONECHAT, DEFAULT_POOL_SIZE, DEFAULT_ANSWER_WITHIN, false);
    }

    /** The same with other queries. */
    DirectoryOptions withQueries(DirectoryQueries other) {
        return new DirectoryOptions(url, user, password, other, poolSize, answerWithin, tokens);
    }

    /** Which database it is, for an operator's eyes. */
    String place() {
        return new DatabaseUrl(url).place();
    }

    /** Whether the database lives in this process. */
    boolean embedded() {
        return url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:h2:tcp:") && !url.startsWith("jdbc:h2:ssl:");
    }

    @Override
    public String toString() {
        return "DirectoryOptions[" + place() + ", poolSize=" + poolSize + ", answerWithin=" + answerWithin + "]";
    }
}
