package onechat.gateway.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The npm packages that the lock file below {@code src/test/npm} names, installed below {@code target/npm} when they are first asked for.
 * Immutable, for any thread; a test is skipped, or fails where {@code CI=true}, without Node.js or where the packages can't be had.
 */
public final class NpmTools {
    private static final RealPart NODE = RealPart.ofDebian("nodejs npm");
    private static final Path LOCKED = Path.of("src", "test", "npm").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target", "npm").toAbsolutePath();
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc");
    private static final long INSTALL_SECONDS = 300;

    private NpmTools() {}

    /**
     * What a program said, and how it ended.
     *
     * @param said on standard output and standard error
     */
    public record Ended(int status, String said) {}

    /** The tools, once they are installed: the first who asks waits until they are. */
    public static synchronized NpmTools installed() throws IOException, InterruptedException {
        if (!isUpToDate()) {
            Files.createDirectories(INSTALLED);
            for (String file : FILES) {
                Files.copy(LOCKED.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Ended install = run(INSTALLED, INSTALL_SECONDS, "npm", "ci", "--prefer-offline");
            if (install.status() != 0) {
                Files.deleteIfExists(INSTALLED.resolve(FILES.getFirst())); // so that nobody takes it for installed
                throw NODE.missing("what npm installs", new IOException(install.said()));
            }
        }
        return new NpmTools();
    }

    private static boolean isUpToDate() throws IOException {
        if (!Files.exists(INSTALLED.resolve("node_modules").resolve(".package-lock.json"))) {
            return false;
        }
        for (String file : FILES) {
            try {
                if (Files.mismatch(LOCKED.resolve(file), INSTALLED.resolve(file)) != -1) {
                    return false;
                }
            } catch (NoSuchFileException notInstalled) {
                return false;
            }
        }
        return true;
    }

    /** Axe, the script to put into a page whose accessibility is looked at. */
    public Path axe() {
        return file("axe-core", "axe.min.js");
    }

    /** A file of an installed package. */
    public Path file(String first, String... more) {
        return INSTALLED.resolve("node_modules").resolve(Path.of(first, more));
    }

    /** Runs the TypeScript compiler in a folder. */
    public Ended tsc(Path folder, String... arguments) throws IOException, InterruptedException {
        return node(folder, file("typescript", "bin", "tsc"), arguments);
    }

    /** Runs esbuild in a folder. */
    public Ended esbuild(Path folder, String... arguments) throws IOException, InterruptedException {
        return node(folder, file("esbuild", "bin", "esbuild"), arguments);
    }

    /** Runs a script in a folder. */
    public Ended node(Path folder, Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        command.addAll(List.of(arguments));
        return run(folder, ProcessOutput.PATIENCE_SECONDS, command.toArray(String[]::new));
    }

    /** Runs npm in a folder. */
    public Ended npm(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(arguments));
        return run(folder, ProcessOutput.PATIENCE_SECONDS, command.toArray(String[]::new));
    }

    private static Ended run(Path folder, long patienceSeconds, String... command)
            throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw NODE.missing(command[0], e);
        }
        process.getOutputStream().close();
        String said = ProcessOutput.of(process, patienceSeconds);
        return new Ended(process.waitFor(), said);
    }
}
