package onechat.gateway.baseline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import onechat.gateway.Endpoints;
import onechat.gateway.Main;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.real.ProcessOutput;
import onechat.gateway.system.BenchmarkServer;

/** Starts this project's server, on a directory with the people of the comparison. Stateless. */
final class OneChatServers {
    private static final String DATABASE = "directory";
    private static final String DATABASE_FILE = DATABASE + ".mv.db";

    private OneChatServers() {}

    static MeasuredServer overTcp(Workplace workplace) throws IOException {
        return start(workplace, endpoints -> endpoints.tcp().getPort());
    }

    static MeasuredServer overWebSocket(Workplace workplace) throws IOException {
        return start(workplace, endpoints -> endpoints.http().getPort());
    }

    private static MeasuredServer start(Workplace workplace, ToIntFunction<Endpoints> port) throws IOException {
        Path own = Files.createTempDirectory(workplace.folder(), "onechat");
        Files.copy(workplace.folder().resolve(DATABASE_FILE), own.resolve(DATABASE_FILE));
        BenchmarkServer server = new BenchmarkServer(workplace.javaThatServes(), database(own), own.resolve("log"));
        return new MeasuredServer(server.pid(), port.applyAsInt(server.endpoints()), workplace.people(), server::close);
    }

    private static DirectoryOptions database(Path folder) {
        return new DirectoryOptions("jdbc:h2:file:" + folder.resolve(DATABASE) + ";MODE=MySQL", "onechat", () -> "");
    }

    /** Makes the people of the comparison, and a directory that has them. */
    static void prepare(Workplace workplace) throws IOException, InterruptedException {
        DirectoryOptions database = database(workplace.folder());
        List<String> command = Workplace.run(
                BenchmarkServer.java(BenchmarkServer.JVM_FLAGS),
                Main.class,
                "bench",
                "prepare",
                "--users=" + 2 * workplace.pairs(),
                "--db-url=" + database.url(),
                "--db-user=" + database.user(),
                workplace.people().toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = ProcessOutput.of(process);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("no people: " + said);
        }
    }
}
