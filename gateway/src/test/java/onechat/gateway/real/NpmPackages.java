package onechat.gateway.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The npm packages that a lock file names, installed in a folder of their own beside copies of what needs them. Immutable; several threads wait for each
 * other.
 *
 * @param node what a test lacks where they can't be had
 * @param source the folder of the lock file
 * @param installed the folder to install them in
 * @param files the names of the files to copy from one to the other: package.json, its lock file, and more
 */
public record NpmPackages(RealPart node, Path source, Path installed, List<String> files) {
    private static final long INSTALL_SECONDS = 300;

    public NpmPackages {
        files = List.copyOf(files);
    }

    /**
     * Installs them, unless they are.
     *
     * @throws RuntimeException that skips or fails a test, without Node.js or where the packages can't be had
     */
    public void install() throws IOException, InterruptedException {
        synchronized (NpmPackages.class) {
            if (!isUpToDate()) {
                Files.createDirectories(installed);
                for (String file : files) {
                    Files.copy(source.resolve(file), installed.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
                Process install = start(node, installed, List.of("npm", "ci", "--prefer-offline"));
                String said = ProcessOutput.of(install, INSTALL_SECONDS);
                if (install.waitFor() != 0) {
                    Files.deleteIfExists(installed.resolve(files.getFirst())); // so that nobody takes it for installed
                    throw node.missing("what npm installs", new IOException(said));
                }
            }
        }
    }

    private boolean isUpToDate() throws IOException {
        if (!Files.exists(file(".package-lock.json"))) {
            return false;
        }
        for (String file : files) {
            try {
                if (Files.mismatch(source.resolve(file), installed.resolve(file)) != -1) {
                    return false;
                }
            } catch (NoSuchFileException notInstalled) {
                return false;
            }
        }
        return true;
    }

    /** A file of an installed package. */
    public Path file(String first, String... more) {
        return installed.resolve("node_modules").resolve(Path.of(first, more));
    }

    /** Starts a program of Node.js's in a folder. */
    static Process start(RealPart node, Path folder, List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw node.missing(command.getFirst(), e);
        }
    }
}
