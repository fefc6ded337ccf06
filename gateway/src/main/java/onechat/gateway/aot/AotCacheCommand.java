package onechat.gateway.aot;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.Leaf;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code aot-cache}: makes the AOT cache of the jar that it runs from. Confined to one thread. */
public final class AotCacheCommand {
    private static final String JAR = ".jar";
    private static final String CACHE = ".aot";

    private final Bench bench;
    private final PrintStream out;

    /**
     * The command, not yet called.
     *
     * @param bench puts load on the server that the JVM watches
     * @param out takes where the cache is, nothing else
     */
    public AotCacheCommand(Bench bench, PrintStream out) {
        this.bench = bench;
        this.out = out;
    }

    /** What the command line library needs to know of it. */
    public CommandSpec spec() {
        return new Leaf(
                        "aot-cache",
                        "Makes the file with which this Java starts the server in about half the time.",
                        "It has a server with demo users start, serve for some seconds, and stop, while the JVM watches. What the JVM keeps of "
                                + "that becomes the file onechat.aot beside onechat.jar. It is good for this build of Java, this jar and these "
                                + "flags alone, and is passed over with others: make it anew after an update of Java.",
                        leaf -> make())
                .spec();
    }

    private void make() throws Exception {
        Path jar = jar();
        Path cache = jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", CACHE));
        try (Workplace workplace = workplaceBeside(jar)) {
            Path made = workplace.folder().resolve(cache.getFileName());
            watch(jar, made, workplace);
            // Servers that run have the old one in their memory: it must not change under them.
            Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailedException("can't make the AOT cache: " + e);
        }
        out.println(cache);
        out.flush();
    }

    private static Path jar() throws CommandFailedException {
        Path jar = Path.of(System.getProperty("java.class.path", "")).toAbsolutePath();
        if (!jar.toString().endsWith(JAR) || !Files.isRegularFile(jar)) {
            throw new CommandFailedException("only a jar can have an AOT cache: run it with java -jar onechat.jar");
        }
        return jar;
    }

    private static Workplace workplaceBeside(Path jar) throws CommandFailedException {
        try {
            return Workplace.beside(jar, ".onechat-aot-");
        } catch (IOException e) {
            throw new CommandFailedException("can't write into the folder of " + jar + ": " + e.getMessage());
        }
    }

    private void watch(Path jar, Path made, Workplace workplace) throws Exception {
        String secret = FirstMinute.newSecret();
        WatchedServer server = WatchedServer.start(command(jar, made), secret, workplace);
        new FirstMinute(server.places(), secret, bench, workplace.folder()).pass();
        server.stop();
        // With a full disk, half of it may be there.
        if (!server.endedWell() || !Files.exists(made)) {
            throw new CommandFailedException("this Java made no AOT cache" + server.faultOfJvm());
        }
    }

    private static List<String> command(Path jar, Path made) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A cache is good for the flags that it was made with: those that this process was given.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-XX:AOT"))
                .forEach(command::add);
        // What keeps the JVM from making it, the launcher's flags would have it pass over in silence.
        command.add("-Xlog:aot*=error:stderr");
        command.add("-XX:AOTCacheOutput=" + made);
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }
}
