package onechat.gateway.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import onechat.gateway.system.BenchmarkServer;
import onechat.gateway.system.ManyUsers;
import tools.jackson.databind.json.JsonMapper;

/** Starts the servers that are compared, and the loads, each on the cores that it gets. Used by one thread. */
final class Workplace {
    /** The same for every JVM that serves; small enough that its garbage is collected while it is measured. */
    private static final String HEAP = "256m";

    private final Path folder;
    private final int pairs;
    private final boolean pin;

    /**
     * On the cores that this machine has.
     *
     * @param folder for what is written, empty
     * @param pin whether servers get one core and the load another, where there are two
     */
    Workplace(Path folder, int pairs, boolean pin) throws IOException {
        this.folder = folder;
        this.pairs = pairs;
        this.pin = pin && Runtime.getRuntime().availableProcessors() > 1;
        List<Map<String, Object>> users = LongStream.rangeClosed(1, 2L * pairs)
                .<Map<String, Object>>mapToObj(id -> Map.of("id", id, "name", "user" + id))
                .toList();
        JsonMapper.shared()
                .writeValue(
                        people().toFile(),
                        Map.of(
                                "password",
                                ManyUsers.PASSWORD,
                                "users",
                                users,
                                "rooms",
                                IntStream.rangeClosed(1, pairs).toArray()));
    }

    Path people() {
        return folder.resolve("people.json");
    }

    private List<String> on(String core, List<String> command) {
        if (!pin) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", core));
        pinned.addAll(command);
        return pinned;
    }

    private List<String> serverJava(List<String> more) {
        List<String> flags = new ArrayList<>(BenchmarkServer.JVM_FLAGS);
        flags.add("-Xms" + HEAP);
        flags.add("-Xmx" + HEAP);
        flags.addAll(more);
        return on("0", BenchmarkServer.java(flags));
    }

    MeasuredServer start(Contender contender) throws IOException, SQLException {
        return switch (contender) {
            case OURS, OURS_PLAIN -> ours(contender);
            case NETTY -> netty();
        };
    }

    private MeasuredServer ours(Contender contender) throws IOException, SQLException {
        Path own = Files.createDirectories(folder.resolve(contender.key()));
        DirectoryOptions database = TestDatabase.H2_FILE.empty(own);
        new BenchmarkServer(serverJava(List.of()), database, own.resolve("first.log")).close(); // makes the tables
        ManyUsers.addPairs(database, 2 * pairs);
        BenchmarkServer server = new BenchmarkServer(serverJava(List.of()), database, own.resolve("log"));
        return new MeasuredServer(server.pid(), server.endpoints().tcp().getPort(), server::close);
    }

    private MeasuredServer netty() throws IOException {
        List<String> command = new ArrayList<>(serverJava(
                List.of("--sun-misc-unsafe-memory-access=allow", "-Dio.netty.leakDetection.level=disabled")));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), NettyRelay.class.getName(), people().toString()));
        return MeasuredServer.startWithReadyLine(command, folder.resolve("netty.log"));
    }

    /** Loads a server for some seconds, by a process of its own. */
    LoadResult load(Contender contender, MeasuredServer server, int outstanding, int warmUpSeconds, int seconds)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(on("1", BenchmarkServer.java(List.of("-Xmx512m"))));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                RelayLoad.class.getName(),
                "onechat",
                Integer.toString(server.port()),
                Integer.toString(pairs),
                Integer.toString(outstanding),
                Integer.toString(warmUpSeconds),
                Integer.toString(seconds),
                Long.toString(server.pid())));
        Path log = folder.resolve("load.log");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the load on " + contender.key() + " failed: " + Files.readString(log));
        }
        return LoadResult.parse(said.lines().toList().getLast());
    }
}
