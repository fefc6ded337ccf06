package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test during which a warning or worse was logged: what clients do is no news. Used by one test at a time. */
final class QuietLog extends CapturedLog {
    @Override
    public void afterEach(ExtensionContext context) {
        super.afterEach(context);
        assertThat(complaints().stream().map(QuietLog::told)).isEmpty();
    }

    /** A complaint with the stack trace of what was thrown: the log that would have had it was captured. */
    private static String told(ILoggingEvent complaint) {
        IThrowableProxy thrown = complaint.getThrowableProxy();
        return thrown == null ? complaint.toString() : complaint + "\n" + ThrowableProxyUtil.asString(thrown);
    }
}
