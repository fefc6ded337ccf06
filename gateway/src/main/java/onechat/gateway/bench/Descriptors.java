package onechat.gateway.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import onechat.gateway.command.CommandFailedException;

/** The file descriptors that this process may have; each connection needs one. Stateless. */
final class Descriptors {
    /** The process's own: jars, logs and the like. */
    private static final int OWN = 128;

    private Descriptors() {}

    /** @throws CommandFailedException when they are too few for so many connections */
    static void require(int connections) throws CommandFailedException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long most = system.getMaxFileDescriptorCount();
            long needed = connections + (long) OWN;
            if (most >= 0 && needed > most) {
                throw new CommandFailedException(connections + " connections need " + needed
                        + " file descriptors, and this process may have " + most + ": raise the limit (ulimit -n)");
            }
        }
    }
}
