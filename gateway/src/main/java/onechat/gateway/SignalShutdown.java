package onechat.gateway;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process on SIGTERM and SIGINT: the server is stopped, then the process exits with status 0. The main thread
 * calls it; the work is done by a shutdown hook.
 */
final class SignalShutdown implements Shutdown {
    /** Of the server's limit, what is kept for the last lines of the log. */
    private static final Duration LOG_LIMIT = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(SignalShutdown.class);

    private final boolean endWithParent;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * Not yet in force.
     *
     * @param environment where {@code ONECHAT_STOP_WITH_PARENT=true} has the end of the parent process end this one too
     * @param out flushed before the process ends
     * @param err flushed before the process ends
     */
    SignalShutdown(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.endWithParent = Boolean.parseBoolean(environment.get("ONECHAT_STOP_WITH_PARENT"));
        this.out = out;
        this.err = err;
    }

    @Override
    public void stopAtEnd(RunningServer server) {
        var hook = new Thread(() -> end(server), "shutdown");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal came between the start and this line: the process is ending, and nobody else stops the server.
            log.debug("told to end while starting", e);
            end(server);
        }
        if (endWithParent) {
            ProcessHandle.current().parent().ifPresent(SignalShutdown::endWith);
        }
    }

    @Override
    public void await() throws InterruptedException {
        // The hook ends the process.
        new CountDownLatch(1).await();
    }

    private static void endWith(ProcessHandle parent) {
        Thread.ofVirtual().name("parent-watch").start(() -> {
            parent.onExit().join();
            System.exit(0);
        });
    }

    private void end(RunningServer server) {
        var stopped = new AtomicBoolean();
        Duration limit = server.stopLimit().minus(LOG_LIMIT);
        boolean inTime = within(limit, () -> stopped.set(stop(server)));
        if (!inTime) {
            log.error("not stopped within {} ms, cut off", limit.toMillis());
        }
        within(LOG_LIMIT, this::writeAll);
        // After a signal the JVM would exit with 128 + its number, which service managers take for a failure, and it
        // would wait for every other hook, however long. System.exit would wait for this very hook.
        Runtime.getRuntime().halt(inTime && stopped.get() ? 0 : Main.FAILED);
    }

    private boolean stop(RunningServer server) {
        try {
            server.stop();
            return true;
        } catch (RuntimeException e) {
            log.error("a fault while stopping", e);
            return false;
        }
    }

    /** In vain where nobody reads it. */
    private void writeAll() {
        LogFormat.writeAll();
        out.flush();
        err.flush();
    }

    /**
     * Whether the task was done in time. It has a thread of its own, since what is written blocks while nobody reads it.
     */
    private static boolean within(Duration limit, Runnable task) {
        Thread worker = Thread.ofPlatform().daemon().name("stop").start(task);
        try {
            return worker.join(limit);
        } catch (InterruptedException e) {
            // Nobody interrupts a hook; if somebody does, he wants an end now.
            return false;
        }
    }
}
