package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import onechat.gateway.real.MariaDbServer;
import onechat.gateway.session.Authenticator;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command.Password;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A storm of logins from one address, most of which wait for others when the database falls silent (contract section 3). */
@Timeout(120)
class LoginOutageTest {
    /** So many that their checks would take a quarter of a minute, and that two thirds wait for the address. */
    private static final int USERS = 300;

    private static final String OF_COST_12 = "$2b$12$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK";
    /** Half a second less than usual: this machine runs other tests too. Two questions in turn would be told too late still. */
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(1_500);

    /** What operators are promised. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    private final MariaDbServer mariadb = MariaDbServer.shared();
    private final PasswordChecks checks = new PasswordChecks();
    private final List<Thread> logins = new ArrayList<>();
    private final AtomicInteger checked = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicLong lastEndNanos = new AtomicLong();
    private Directory directory;
    private Authenticator throttle;

    @BeforeEach
    void addUsers() throws Exception {
        DirectoryOptions options = TestDatabase.with(
                DirectoryOptions.DEFAULT_POOL_SIZE, ANSWER_WITHIN, TestDatabase.MARIADB.empty(folder));
        directory = Directory.open(options);
        DigestCheck counting = new DigestCheck() {
            private final BcryptCheck bcrypt = new BcryptCheck(false);

            @Override
            public boolean matches(String password, @Nullable String digest) {
                bcrypt.matches(password, digest);
                checked.incrementAndGet();
                return true;
            }
        };
        throttle = new LoginThrottle(
                new PasswordAuthenticator(directory, counting, checks, false), directory::isGone, System::nanoTime);
        insertUsers(options);
    }

    private static void insertUsers(DirectoryOptions options) throws SQLException {
        StringBuilder insert = new StringBuilder("INSERT INTO users (id, mobile, password_digest) VALUES ");
        for (int id = 1; id <= USERS; id++) {
            insert.append(id == 1 ? "(" : ", (")
                    .append(id)
                    .append(", 'user")
                    .append(id)
                    .append("', '");
            insert.append(OF_COST_12).append("')");
        }
        TestDatabase.execute(options, insert.toString());
    }

    @AfterEach
    void close() {
        checks.close();
        directory.close();
    }

    @Test
    void whoeverWaitsAndWhoeverComesIsToldInTime() throws Exception {
        for (int id = 1; id <= USERS; id++) {
            logIn(id);
        }
        Awaitility.await().until(() -> checked.get() > 1);
        mariadb.freeze();
        long frozen = System.nanoTime();
        try {
            for (int id = 1; id <= 20; id++) {
                logIn(id);
            }
            for (Thread login : logins) {
                login.join();
            }
        } finally {
            mariadb.thaw();
        }
        assertThat(Duration.ofNanos(lastEndNanos.get() - frozen)).isLessThan(TOLD_WITHIN);
        assertThat(wrong).hasValue(0);
        assertThat(unavailable.get()).isGreaterThan(USERS / 2);

        Awaitility.await().until(directory::answers);
        assertThat(throttle.authenticate(new Password("user1", "any"), "192.0.2.1"))
                .isEqualTo(1);
    }

    private void logIn(int id) {
        logins.add(Thread.ofVirtual().start(() -> {
            try {
                throttle.authenticate(new Password("user" + id, "any"), "192.0.2.1");
            } catch (DirectoryUnavailableException e) {
                unavailable.incrementAndGet();
            } catch (LoginRefusedException e) {
                wrong.incrementAndGet();
            } finally {
                lastEndNanos.accumulateAndGet(System.nanoTime(), Math::max);
            }
        }));
    }
}
