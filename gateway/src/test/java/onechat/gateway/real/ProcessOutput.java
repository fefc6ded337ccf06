package onechat.gateway.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads all that a program says until it ends. Stateless. */
public final class ProcessOutput {
    static final long PATIENCE_SECONDS = 60;

    private ProcessOutput() {}

    /**
     * What it said, once it has ended; one that does not end is killed.
     *
     * @throws IOException when it had to be killed
     */
    public static String of(Process process) throws IOException, InterruptedException {
        return of(process, PATIENCE_SECONDS);
    }

    /** The same with another patience. */
    public static String of(Process process, long patienceSeconds) throws IOException, InterruptedException {
        AtomicBoolean killed = new AtomicBoolean();
        // Reading has no time-out of its own.
        Thread killer = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                    killed.set(true);
                    // By its handle: otherwise what is being read would be closed.
                    process.toHandle().destroyForcibly();
                }
            } catch (InterruptedException nobodyWaitsAnyMore) {
                process.toHandle().destroyForcibly();
            }
        });
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        killer.join();
        process.waitFor();
        if (killed.get()) {
            throw new IOException("a program does not end: " + said);
        }
        return said;
    }
}
