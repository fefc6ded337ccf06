package onechat.gateway.directory;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Puts questions to the database and gives every one an answer or a failure in bounded time. Used by many threads at once.
 *
 * <p>A question runs on a thread of its own, which the asker waits for: an asker's interrupt must not reach the files of an
 * embedded H2, which it would close for everybody, and no driver's time-out is trusted to be the whole bound.
 */
final class Database implements AutoCloseable {
    /** Something to ask over a connection. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** What is done with a database before it is asked anything. */
    @FunctionalInterface
    interface Preparation {
        void prepare(Connection connection) throws SQLException, DirectoryStartException;
    }

    /** How many connections no login takes, where there are more than that. */
    private static final int KEPT_FROM_LOGINS = 2;

    /** Less than what is left of a stop after the drain. */
    private static final Duration FILE_CLOSED_WITHIN = Duration.ofSeconds(1);

    /** How far a question has come. */
    private static final class Asking {
        private volatile boolean begun;
        private volatile boolean givenUp;
    }

    private final HikariDataSource pool;
    private final JdbcAddress address;
    private final @Nullable EmbeddedFile file;
    private final long answerWithinNanos;
    private final Turns turns;
    /** Of questions of logins: however many log in, creates and joins find a connection. */
    private final Turns turnsOfLogins;

    private final Pulse pulse = new Pulse(System::nanoTime);
    private final OutageLog outage = new OutageLog(System::nanoTime);

    private Database(HikariDataSource pool, JdbcAddress address, DirectoryOptions options) {
        this.pool = pool;
        this.address = address;
        this.file = EmbeddedFile.of(options);
        this.answerWithinNanos = options.answerWithin().toNanos();
        // As many as there are connections: inside the pool those who wait would starve each other.
        this.turns = new Turns(options.poolSize());
        this.turnsOfLogins = turns.among(Math.max(1, options.poolSize() - KEPT_FROM_LOGINS));
    }

    /**
     * A pool of connections to a database that was prepared over a connection of its own.
     *
     * @throws DirectoryStartException when the database can't be reached or prepared
     */
    static Database open(DirectoryOptions options, Preparation preparation) throws DirectoryStartException {
        JdbcAddress address = new JdbcAddress(options);
        // Open until the pool has its first: a database in memory is gone with its last connection.
        try (Connection first = address.connect()) {
            if (options.embedded() && FileSharing.isElsewhere(first)) {
                throw new DirectoryStartException(openElsewhere(options));
            }
            preparation.prepare(first);
            return new Database(new HikariDataSource(poolConfig(options, address)), address, options);
        } catch (SQLException e) {
            throw cannotUse(options, e);
        } catch (PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause
                    ? new DirectoryStartException(unusable(options), cause)
                    : new DirectoryStartException(unusable(options));
        }
    }

    /**
     * A single connection, of no pool, to a database that was prepared over it.
     *
     * @throws DirectoryStartException when the database can't be reached or prepared
     */
    static Connection connect(DirectoryOptions options, Preparation preparation) throws DirectoryStartException {
        try {
            Connection connection = new JdbcAddress(options).connect();
            boolean prepared = false;
            try {
                preparation.prepare(connection);
                prepared = true;
                return connection;
            } finally {
                if (!prepared) {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw cannotUse(options, e);
        }
    }

    private static DirectoryStartException cannotUse(DirectoryOptions options, SQLException failure) {
        return options.embedded() && failure.getErrorCode() == FileSharing.OPEN_ELSEWHERE
                ? new DirectoryStartException(
                        openElsewhere(options)
                                + ", which does not share it: close the folder to others (chmod 700), and start that process again")
                : new DirectoryStartException(unusable(options), failure);
    }

    private static String openElsewhere(DirectoryOptions options) {
        return "the directory's database " + options.place() + " is open in another process";
    }

    private static String unusable(DirectoryOptions options) {
        return "the directory's database " + options.place() + " can't be used";
    }

    private static HikariConfig poolConfig(DirectoryOptions options, JdbcAddress address) {
        long answerMillis = options.answerWithin().toMillis();
        HikariConfig config = new HikariConfig();
        config.setPoolName("directory");
        address.tell(config);
        config.setMaximumPoolSize(options.poolSize());
        config.setConnectionTimeout(answerMillis);
        config.setValidationTimeout(Math.max(250, answerMillis / 2));
        if (options.embedded()) {
            // A database in memory is gone with its last connection, and none of these grows stale.
            config.setMaxLifetime(0);
        }
        return config;
    }

    /**
     * The answer to a question.
     *
     * @throws DirectoryUnavailableException when there is none in time
     */
    <T> T answer(Question<T> question) throws DirectoryUnavailableException {
        return answer(question, turns);
    }

    /**
     * The answer to a question that somebody asks to log in, which leaves some connections to all others.
     *
     * @throws DirectoryUnavailableException when there is none in time
     */
    <T> T answerLogin(Question<T> question) throws DirectoryUnavailableException {
        return answer(question, turnsOfLogins);
    }

    /** When the database was last heard. */
    Pulse pulse() {
        return pulse;
    }

    private <T> T answer(Question<T> question, Turns needed) throws DirectoryUnavailableException {
        try {
            T answer = answerInTime(question, needed);
            pulse.answered();
            outage.answered();
            return answer;
        } catch (DirectoryUnavailableException e) {
            // Whoever was interrupted learnt nothing of the database, and after close there is nobody to tell.
            if (!pool.isClosed() && !(e.getCause() instanceof InterruptedException)) {
                pulse.failed();
                outage.failed(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private <T> T answerInTime(Question<T> question, Turns needed) throws DirectoryUnavailableException {
        long deadline = System.nanoTime() + answerWithinNanos;
        Asking asking = new Asking();
        FutureTask<T> answer = new FutureTask<>(() -> askInTurn(question, needed, asking, deadline));
        Thread.ofVirtual().name("directory-question").start(answer);
        try {
            return await(answer, deadline);
        } catch (TimeoutException e) {
            throw new DirectoryUnavailableException(
                    asking.begun ? "the database does not answer in time" : "every connection to the database is busy",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryUnavailableException("interrupted while the database was asked", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw unavailable(failure);
            }
            if (e.getCause() instanceof TimeoutException busy) {
                throw new DirectoryUnavailableException("every connection to the database is busy", busy);
            }
            throw new IllegalStateException("a question to the database failed", e.getCause());
        } finally {
            asking.givenUp = true;
        }
    }

    /**
     * Waits for an answer until the deadline, or until the database is found gone: a question that began before that is known would be
     * told too late, after whatever its asker had waited for before. Begun later, it may find the database back.
     */
    private <T> T await(Future<T> answer, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        boolean goneBefore = pulse.isGone();
        while (true) {
            long left = deadline - System.nanoTime();
            try {
                return answer.get(Math.min(left, Pulse.LOOK_UP_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (left <= Pulse.LOOK_UP_NANOS || (!goneBefore && pulse.isGone())) {
                    throw e;
                }
            }
        }
    }

    private <T> T askInTurn(Question<T> question, Turns needed, Asking asking, long deadline)
            throws SQLException, InterruptedException, TimeoutException {
        needed.take(deadline);
        try {
            if (asking.givenUp) {
                throw new TimeoutException("nobody waits for the answer any more");
            }
            asking.begun = true;
            try (Connection connection = connect()) {
                return ask(question, connection);
            }
        } finally {
            needed.release();
        }
    }

    /** An empty pool tries anew every five seconds only. Whoever asks tries at once, and knows at once where nobody listens. */
    private Connection connect() throws SQLException {
        boolean empty = !pool.isClosed() && pool.getHikariPoolMXBean().getTotalConnections() == 0;
        return empty ? address.connectToRead() : pool.getConnection();
    }

    private <T> T ask(Question<T> question, Connection connection) throws SQLException {
        try {
            return question.ask(connection);
        } catch (SQLException e) {
            // Not every driver's codes tell the pool that the connection is broken: those of H2 over TCP do not.
            if (!connection.isValid(1)) {
                pool.evictConnection(connection);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        pool.close();
        if (file != null) {
            file.awaitUnshared(FILE_CLOSED_WITHIN);
        }
    }

    /** A driver's text may quote what was looked up, a name; its codes do not. */
    private static DirectoryUnavailableException unavailable(SQLException failure) {
        String codes = "SQLState " + failure.getSQLState() + ", code " + failure.getErrorCode();
        SQLException bare = new SQLException(codes, failure.getSQLState(), failure.getErrorCode());
        bare.setStackTrace(failure.getStackTrace());
        return new DirectoryUnavailableException("the database does not answer: " + codes, bare);
    }
}
