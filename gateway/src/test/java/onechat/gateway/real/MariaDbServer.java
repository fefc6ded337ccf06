package onechat.gateway.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real MariaDB server on a port and in a folder of its own. Used by one thread.
 *
 * <p>Its users are {@value #USER}, who may do anything, and {@value #READER}, who may only read; the password of both is
 * {@value #PASSWORD}.
 */
public final class MariaDbServer implements AutoCloseable {
    /** May do anything. */
    public static final String USER = "onechat";
    /** May read, and nothing else. */
    public static final String READER = "reader";
    /** The password of both. */
    public static final String PASSWORD = "secret";

    private static final RealPart PART = RealPart.ofDebian("mariadb-server");
    private static final Path INSTALL = Path.of("/usr/bin/mariadb-install-db");
    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** One for all tests of a run, since making its folder takes seconds. It ends with the run. */
    private static final class Shared {
        private static final MariaDbServer SERVER = start();

        private static MariaDbServer start() {
            try {
                Path folder = Files.createTempDirectory("onechat-mariadb");
                MariaDbServer server = new MariaDbServer(folder);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    delete(folder);
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private MariaDbServer(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        run(
                INSTALL.toString(),
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--innodb-log-file-size=8M",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + folder.resolve("data"));
        start();
        execute(
                "CREATE USER " + USER + "@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT ALL ON *.* TO " + USER + "@'127.0.0.1'",
                "CREATE USER " + READER + "@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT SELECT ON *.* TO " + READER + "@'127.0.0.1'");
    }

    /**
     * The one of this run, which accepts connections; a test that kills it starts it again.
     *
     * @throws RuntimeException that skips or fails the test, where MariaDB is not installed
     */
    public static MariaDbServer shared() {
        if (!Files.isExecutable(SERVER) || !Files.isExecutable(INSTALL)) {
            throw PART.missing("MariaDB's server " + SERVER, null);
        }
        return Shared.SERVER;
    }

    /** The JDBC URL of a database that is empty, and that nobody else knows. */
    public String newDatabase() {
        String name = "db_" + UUID.randomUUID().toString().replace('-', '_');
        execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
        return "jdbc:mysql://127.0.0.1:" + port + "/" + name;
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Starts it on the same port and folder; blocks until it accepts connections. */
    public void start() {
        try {
            process = new ProcessBuilder(
                            SERVER.toString(),
                            "--no-defaults",
                            "--user=" + System.getProperty("user.name"),
                            "--datadir=" + folder.resolve("data"),
                            "--socket=" + folder.resolve("s"),
                            "--pid-file=" + folder.resolve("pid"),
                            "--port=" + port,
                            "--bind-address=127.0.0.1",
                            "--skip-name-resolve",
                            "--max-connections=500",
                            "--innodb-buffer-pool-size=32M",
                            "--innodb-log-file-size=8M")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(PATIENCE).until(this::accepts);
    }

    private boolean accepts() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends it as kill -9 does. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** Keeps it from doing anything, its connections open, as kill -STOP does. */
    public void freeze() {
        signal("-STOP");
    }

    /** Ends a {@link #freeze}. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        Process running = process;
        if (running != null) {
            run("kill", signal, Long.toString(running.pid()));
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("MariaDB refuses", e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + port + "/?connectTimeout=1000&socketTimeout=20000", "root", "");
    }

    private void run(String... command) {
        try {
            Path log = folder.resolve("log");
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (status != 0) {
                throw new IllegalStateException(command[0] + " failed: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                if (!path.toFile().delete()) {
                    path.toFile().deleteOnExit();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
