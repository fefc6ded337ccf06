package onechat.gateway.directory;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The file of an embedded database. Immutable. */
final class EmbeddedFile {
    private static final Duration POLL = Duration.ofMillis(5);

    /** Without the endings that H2 gives it and the files beside it. */
    private final Path base;

    private EmbeddedFile(Path base) {
        this.base = base;
    }

    /** The one that a database is in; null where it is not embedded, in memory, of a scheme of H2's own, or at no valid path. */
    static @Nullable EmbeddedFile of(DirectoryOptions options) {
        if (!options.embedded()) {
            return null;
        }
        String place = options.url()
                .substring("jdbc:h2:".length())
                .split(";", 2)[0]
                .replaceFirst("^file:", "")
                .replaceFirst("^~(?=/)", Matcher.quoteReplacement(System.getProperty("user.home")));
        if (place.matches("[A-Za-z]{2,}:.*")) {
            return null;
        }
        try {
            return new EmbeddedFile(Path.of(place).toAbsolutePath());
        } catch (InvalidPathException e) {
            // Opening the database will say what is wrong.
            return null;
        }
    }

    /** The folder that it is in; null for a root. */
    @Nullable
    Path folder() {
        return base.getParent();
    }

    /**
     * Waits until nobody shares it any more ({@link FileSharing}). At the end of this process H2 closes it by itself, in a shutdown hook that nobody can
     * wait for; cut short, that leaves the file of the lock behind, which the next to open it watches for seconds before it takes it for dead.
     *
     * @param limit not longer than this: another process may have opened it meanwhile
     */
    void awaitUnshared(Duration limit) {
        Path lock = base.resolveSibling(base.getFileName() + ".lock.db");
        long begun = System.nanoTime();
        while (Files.exists(lock) && System.nanoTime() - begun < limit.toNanos()) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
