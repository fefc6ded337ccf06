package onechat.gateway.aot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for a while, and the process that works in it: neither outlives it, nor this process where a signal ends it. Used by one thread; the signal comes
 * on another.
 */
final class Workplace implements AutoCloseable {
    private final Path folder;
    private final Thread hook = new Thread(this::clearAtEnd, "workplace-end");
    private @Nullable Process worker;
    private boolean cleared;

    private Workplace(Path folder) {
        this.folder = folder;
    }

    /** A new folder beside the file, whose path is absolute. */
    static Workplace beside(Path file, String prefix) throws IOException {
        Workplace workplace = new Workplace(Files.createTempDirectory(file.getParent(), prefix));
        Runtime.getRuntime().addShutdownHook(workplace.hook);
        return workplace;
    }

    Path folder() {
        return folder;
    }

    /** Starts the one process that works here, in the folder. */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (cleared) {
            throw new IOException("nobody starts anything here any more");
        }
        Process started = builder.directory(folder.toFile()).start();
        worker = started;
        return started;
    }

    private synchronized void clear() throws IOException {
        cleared = true;
        if (worker != null) {
            worker.destroyForcibly().onExit().join();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void clearAtEnd() {
        try {
            clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Does not return where a signal ends the process: whatever went wrong then is no fault to be told.
     *
     * @throws IOException when something stays behind
     */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            while (true) {
                LockSupport.park(hook);
            }
        }
        clear();
    }
}
