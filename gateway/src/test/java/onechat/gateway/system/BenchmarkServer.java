package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.Endpoints;
import onechat.gateway.directory.DirectoryOptions;

/** A server in a process of its own, on free ports and without a rate of commands, so that what is measured is the server's. Used by one thread. */
public final class BenchmarkServer implements AutoCloseable {
    private static final Pattern READY = Pattern.compile(
            "onechat ready tcp=127\\.0\\.0\\.1:(\\d+) http=http://127\\.0\\.0\\.1:(\\d+) admin=http://127\\.0\\.0\\.1:(\\d+)");

    /** How the product's launcher starts its JVM: with the flags of the same file, and what the jar says of itself. */
    public static final List<String> JVM_FLAGS = List.of(
            "@" + Path.of("src", "main", "launcher", "onechat.jvmflags").toAbsolutePath(),
            "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Endpoints endpoints;

    /**
     * Starts it on a database, and waits until it is ready.
     *
     * @param log where its log goes
     * @param more options
     */
    BenchmarkServer(DirectoryOptions database, Path log, String... more) throws IOException {
        this(java(JVM_FLAGS), database, log, more);
    }

    /** The command that starts the JVM of these tests, with flags. */
    public static List<String> java(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(flags);
        return command;
    }

    /**
     * The same with a JVM that is started in another way.
     *
     * @param java the command, without a class path
     */
    public BenchmarkServer(List<String> java, DirectoryOptions database, Path log, String... more) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "onechat.gateway.Main",
                "serve",
                "--tcp-port=0",
                "--http-port=0",
                "--admin-port=0",
                "--command-rate=0",
                "--db-url=" + database.url(),
                "--db-user=" + database.user()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("ONECHAT_DB_PASSWORD", database.password().get());
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        builder.environment().put("ONECHAT_LOG_LEVEL", "WARN");
        process = builder.start();
        Matcher ready = READY.matcher(String.valueOf(process.inputReader(UTF_8).readLine()));
        if (!ready.matches()) {
            throw new IllegalStateException("the server did not start");
        }
        endpoints = new Endpoints(at(ready.group(1)), at(ready.group(2)), at(ready.group(3)), false);
    }

    private static InetSocketAddress at(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    /** Where it listens. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
