package onechat.gateway;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** How a line of the log looks. Immutable. */
public enum LogFormat {
    /** For people: as {@code logback.xml} says. */
    TEXT,
    /** For programs: an object a line. */
    JSON;

    /** The appenders that {@code logback.xml} names so, one behind the other. */
    private static final String QUEUE = "QUEUE";

    private static final String APPENDER = "STDERR";

    /**
     * The format of that name.
     *
     * @throws InvalidOptionException when there is none
     */
    static LogFormat of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidOptionException("log-format", "must be " + names() + ", not '" + name + "'"));
    }

    /** All names, for a person. */
    static String names() {
        return Arrays.stream(values()).map(LogFormat::toString).collect(Collectors.joining(" or "));
    }

    /** Has the whole process log so from now on; {@link #TEXT} is what it begins with. Called by the main thread before it starts others. */
    void putInForce() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        // Whoever runs the server with a logback.xml of their own has said there how it logs.
        if (this == JSON
                && root.getAppender(QUEUE) instanceof AsyncAppender queue
                && queue.getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> appender) {
            JsonLines encoder = new JsonLines();
            encoder.setContext(root.getLoggerContext());
            encoder.start();
            appender.setEncoder(encoder);
        }
    }

    /** Writes what waits to be logged, for half a second at the most; nothing is logged afterwards. Called before the process ends. */
    static void writeAll() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
