package onechat.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import onechat.gateway.command.ProcessTerminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program of its own whose server does nothing but stop, in the way that the first argument names: what signals do
 * can only be seen from outside.
 */
final class ServingProcess {
    /** How a server stops. */
    enum Stopping {
        IN_ORDER,
        NEVER,
        WITH_A_FAULT,
        WITH_MORE_LOGS_THAN_A_PIPE_HOLDS;

        /**
         * How long it may take: short only where the limit itself is what matters, so that a slow machine changes
         * nothing.
         */
        private Duration limit() {
            return switch (this) {
                case IN_ORDER, WITH_A_FAULT -> Duration.ofSeconds(10);
                case NEVER, WITH_MORE_LOGS_THAN_A_PIPE_HOLDS -> Duration.ofMillis(SHORT_LIMIT_MILLIS + 500);
            };
        }
    }

    /** After which the process is cut off, half a second before its limit. */
    static final int SHORT_LIMIT_MILLIS = 700;

    private static final Logger log = LoggerFactory.getLogger(ServingProcess.class);

    private ServingProcess() {}

    /** Serves with the arguments after the first. */
    public static void main(String[] arguments) {
        Stopping stopping = Stopping.valueOf(arguments[0]);
        Map<String, String> environment = System.getenv();
        var shutdown = new SignalShutdown(environment, System.out, System.err);
        var main = new Main(
                options -> new Idle(stopping), shutdown, new ProcessTerminal(), environment, System.out, System.err);
        System.exit(main.run("serve"));
    }

    private record Idle(Stopping stopping) implements RunningServer {
        @Override
        public Endpoints endpoints() {
            var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
            return new Endpoints(nowhere, nowhere, nowhere, false);
        }

        @Override
        public Duration stopLimit() {
            return stopping.limit();
        }

        @Override
        public void stop() {
            log.debug("only with the level DEBUG");
            log.info("stopping\n2026-01-01T00:00:00.000Z INFO  Forged of two lines\u001b[2J");
            switch (stopping) {
                case IN_ORDER -> {}
                case NEVER -> forever();
                case WITH_A_FAULT -> throw new IllegalStateException("of two\nlines");
                case WITH_MORE_LOGS_THAN_A_PIPE_HOLDS -> log.info("x".repeat(1_000_000));
            }
        }

        private static void forever() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
