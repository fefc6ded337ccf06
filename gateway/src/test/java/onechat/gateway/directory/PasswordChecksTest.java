package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import onechat.gateway.signaling.DirectoryUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PasswordChecksTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Gate gate = new Gate();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void noMoreChecksRunAtOnceThanThereAreThreads() throws Exception {
        try (PasswordChecks checks = new PasswordChecks(3, 100, LONG)) {
            gate.start(40, 3, () -> run(checks));
            gate.open();
            assertThat(gate.most()).isEqualTo(3);
            assertThat(right).hasValue(40);
        }
    }

    @Test
    void oneMoreThanMayWaitIsToldToComeLaterAndTheOthersGetTheirTurn() throws Exception {
        try (PasswordChecks checks = new PasswordChecks(1, 2, LONG)) {
            gate.start(3, 1, () -> run(checks));
            assertThatThrownBy(() -> checks.run(() -> true, gone::get))
                    .isInstanceOf(DirectoryUnavailableException.class);
            gate.open();
            assertThat(right).hasValue(3);
        }
    }

    @Test
    void whoseTurnComesTooLateIsToldToComeLaterAndNotCheckedInVain() throws Exception {
        try (PasswordChecks checks = new PasswordChecks(1, 10, Duration.ofMillis(20))) {
            Thread holder = Thread.ofPlatform().daemon().start(() -> run(checks));
            holder.join();
            AtomicInteger checked = new AtomicInteger();
            assertThatThrownBy(() -> checks.run(() -> checked.incrementAndGet() > 0, gone::get))
                    .isInstanceOf(DirectoryUnavailableException.class);
            gate.open();
            assertThat(checks.run(() -> true, gone::get)).isTrue();
            assertThat(checked).hasValue(0);
            assertThat(told).hasValue(1);
        }
    }

    @Test
    void whoWaitsInVainIsToldWithinSecondsAndNotChecked() throws Exception {
        try (PasswordChecks checks = new PasswordChecks(1, 10, LONG)) {
            gate.start(5, 1, () -> run(checks));
            long lost = System.nanoTime();
            gone.set(true);
            Awaitility.await().until(() -> told.get() == 5);
            assertThat(Duration.ofNanos(System.nanoTime() - lost)).isLessThan(Duration.ofSeconds(3));
            gone.set(false);
            gate.open();
            assertThat(checks.run(() -> true, gone::get)).isTrue();
            // The one that was under way; nobody asks for its result any more.
            assertThat(gate.reached()).isEqualTo(1);
        }
    }

    @Test
    void closingTellsThoseWhoWait() throws Exception {
        PasswordChecks checks = new PasswordChecks(1, 10, LONG);
        gate.start(5, 1, () -> run(checks));
        checks.close();
        gate.open();
        assertThat(told).hasValue(4);
        assertThatThrownBy(() -> checks.run(() -> true, gone::get)).isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void aCheckRunsOnAPlatformThreadOfItsOwn() throws Exception {
        try (PasswordChecks checks = new PasswordChecks()) {
            assertThat(checks.run(() -> Thread.currentThread().isVirtual(), gone::get))
                    .isFalse();
            assertThat(checks.run(() -> Thread.currentThread().getName().startsWith("password-check-"), gone::get))
                    .isTrue();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aCheckYieldsTheCoresToAllOtherWork() throws Exception {
        try (PasswordChecks checks = new PasswordChecks(2, 1, LONG)) {
            int usual = nice();
            assertThat(checks.run(() -> nice() == Math.min(19, usual + 10), gone::get))
                    .isTrue();
            assertThat(nice()).isEqualTo(usual);
        }
    }

    /** The nice value of this thread, as the kernel has it. */
    private static int nice() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            // The second field is a name that may hold blanks.
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aBugInACheckIsABugAndNoWrongPassword() {
        try (PasswordChecks checks = new PasswordChecks(1, 1, LONG)) {
            assertThatThrownBy(() -> checks.run(
                            () -> {
                                throw new IllegalArgumentException("bug");
                            },
                            gone::get))
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("bug");
        }
    }

    private void run(PasswordChecks checks) {
        try {
            boolean result = checks.run(
                    () -> {
                        gate.pass();
                        return true;
                    },
                    gone::get);
            (result ? right : told).incrementAndGet();
        } catch (DirectoryUnavailableException e) {
            told.incrementAndGet();
        }
    }
}
