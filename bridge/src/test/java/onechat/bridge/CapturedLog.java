package onechat.bridge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps what is logged during a test to itself, instead of on the console. Used by one test at a time. */
class CapturedLog implements BeforeEachCallback, AfterEachCallback {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private final Appender<ILoggingEvent> capturing = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    /** Warnings and worse. */
    final List<ILoggingEvent> complaints() {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Logger root = root();
        for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
            others.add(all.next());
        }
        others.forEach(root::detachAppender);
        capturing.setContext(root.getLoggerContext());
        capturing.start();
        root.addAppender(capturing);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Logger root = root();
        root.detachAppender(capturing);
        others.forEach(root::addAppender);
        others.clear();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
