package onechat.gateway.directory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a thread's work yield the processors to whatever else is to be done. Stateless.
 *
 * <p>On Linux only, by its nice value: {@link Thread#setPriority} does nothing there unless the JVM is told otherwise. Elsewhere
 * all threads stay as they are.
 */
final class ThreadPriority {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadPriority.class);
    /** Beside a busy thread it gets a tenth of a core; alone it has the whole. */
    private static final int NICER_BY = 10;

    private ThreadPriority() {}

    /** The same work, by a thread that yields to others. */
    static Runnable lowered(Runnable work) {
        return () -> {
            lowerOfThisThread();
            work.run();
        };
    }

    @SuppressWarnings("restricted") // the jar's manifest allows it
    private static void lowerOfThisThread() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            Optional<MemorySegment> nice = linker.defaultLookup().find("nice");
            if (nice.isPresent()) {
                // Linux lets it bear on the calling thread alone; elsewhere it is the process.
                MethodHandle call = linker.downcallHandle(
                        nice.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
                int value = (int) call.invokeExact(NICER_BY);
                LOG.debug("passwords are checked with the nice value {}", value);
            }
        } catch (Throwable e) {
            // Logins are checked all the same.
            LOG.debug("the priority of a thread stays as it is", e);
        }
    }
}
