package onechat.gateway.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The npm packages that the lock file below {@code src/test/npm} names, installed below {@code target/npm} when they are first asked for.
 * Immutable, for any thread; a test is skipped, or fails where {@code CI=true}, without Node.js or where the packages can't be had.
 */
public final class NpmTools {
    private static final RealPart NODE = RealPart.ofDebian("nodejs npm");
    private static final NpmPackages PACKAGES = new NpmPackages(
            NODE,
            Path.of("src", "test", "npm").toAbsolutePath(),
            Path.of("target", "npm").toAbsolutePath(),
            List.of("package.json", "package-lock.json", ".npmrc"));

    private NpmTools() {}

    /**
     * What a program said, and how it ended.
     *
     * @param said on standard output and standard error
     */
    public record Ended(int status, String said) {}

    /** The tools, once they are installed: the first who asks waits until they are. */
    public static NpmTools installed() throws IOException, InterruptedException {
        PACKAGES.install();
        return new NpmTools();
    }

    /** Axe, the script to put into a page whose accessibility is looked at. */
    public Path axe() {
        return file("axe-core", "axe.min.js");
    }

    /** A file of an installed package. */
    public Path file(String first, String... more) {
        return PACKAGES.file(first, more);
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
        return run(folder, command);
    }

    /** Runs npm in a folder. */
    public Ended npm(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(arguments));
        return run(folder, command);
    }

    private static Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process = NpmPackages.start(NODE, folder, command);
        String said = ProcessOutput.of(process);
        return new Ended(process.waitFor(), said);
    }
}
