package onechat.gateway.session;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Keeps the lines that tell of events from one level on, instead of printing them, until it is closed. Used by many threads at once. */
final class RecordedEvents implements AutoCloseable {
    private final List<Logger> loggers = Stream.of(EventLog.class, CallLog.class)
            .map(each -> (Logger) LoggerFactory.getLogger(each))
            .toList();
    private final Level usual = loggers.getFirst().getLevel();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    RecordedEvents(Level level) {
        appender.start();
        from(level);
        for (Logger logger : loggers) {
            logger.addAppender(appender);
            logger.setAdditive(false);
        }
    }

    /** Keeps lines from another level on. */
    void from(Level level) {
        loggers.forEach(logger -> logger.setLevel(level));
    }

    /** Every line so far, its key-values behind its text. */
    List<String> lines() {
        return List.copyOf(appender.list).stream().map(RecordedEvents::line).toList();
    }

    private static String line(ILoggingEvent event) {
        String level = event.getLevel() == Level.INFO ? "" : event.getLevel() + " ";
        return event.getKeyValuePairs().stream()
                .map(pair -> pair.key + "=" + pair.value)
                .collect(Collectors.joining(" ", level + event.getFormattedMessage() + " ", ""));
    }

    @Override
    public void close() {
        for (Logger logger : loggers) {
            logger.setAdditive(true);
            logger.detachAppender(appender);
            logger.setLevel(usual);
        }
    }
}
