package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final OutageLog outage = new OutageLog(nanos::get);
    private final Logger logger = (Logger) LoggerFactory.getLogger(OutageLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void anOutageIsToldOnceAndItsEndOnce() {
        outage.answered();
        for (int i = 0; i < 1_000; i++) {
            outage.failed("refused");
        }
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        outage.answered();
        outage.answered();
        assertThat(lines())
                .containsExactly(
                        "WARN the directory fails, and logins, creates and joins are refused until it is back: refused",
                        "INFO the directory is back");
        outage.failed("refused");
        assertThat(lines()).hasSize(3);
    }

    @Test
    void whatAnswersNowAndThenHasNotComeBack() {
        for (int i = 0; i < 100; i++) {
            outage.failed("busy");
            outage.answered();
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
            outage.answered();
        }
        assertThat(lines()).hasSize(1);
    }

    private List<String> lines() {
        return lines.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
