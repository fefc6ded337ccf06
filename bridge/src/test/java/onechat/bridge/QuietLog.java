package onechat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test during which a warning or worse was logged: what clients do is no news. Used by one test at a time. */
final class QuietLog extends CapturedLog {
    @Override
    public void afterEach(ExtensionContext context) {
        super.afterEach(context);
        assertThat(complaints()).isEmpty();
    }
}
