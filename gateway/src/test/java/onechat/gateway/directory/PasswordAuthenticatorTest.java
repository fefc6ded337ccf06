package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import onechat.gateway.session.Authenticator;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.session.RecordedLog;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command.Credentials;
import onechat.protocol.Command.Password;
import onechat.protocol.Command.Resume;
import onechat.protocol.Command.Token;
import onechat.protocol.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PasswordAuthenticatorTest {
    private static final String HOME = "192.0.2.1";
    private static final String GOOD = "$2b$04$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK";

    @TempDir
    private Path folder;

    private final PasswordChecks checks = new PasswordChecks();

    @AfterEach
    void closeChecks() {
        checks.close();
    }

    @ParameterizedTest
    @EnumSource
    void digestsOfAnotherImplementationLetTheirUsersIn(TestDatabase database) throws Exception {
        try (Directory directory = directory(database)) {
            Authenticator authenticator = new PasswordAuthenticator(directory, checks, false);
            assertThat(authenticator.authenticate(new Password("alice", "alice"), HOME))
                    .isEqualTo(1);
            assertThat(authenticator.authenticate(new Password("rails", "correct horse"), HOME))
                    .isEqualTo(2);
            assertThat(authenticator.authenticate(new Password("php 😀", "pä😀ss"), HOME))
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordAndAnUnknownNameAreToldApart(TestDatabase database) throws Exception {
        try (Directory directory = directory(database)) {
            Authenticator authenticator = new PasswordAuthenticator(directory, checks, false);
            assertRefused(authenticator, new Password("alice", "Alice"), ErrorCode.NOT_LOGGED_IN);
            assertRefused(authenticator, new Password("alice", ""), ErrorCode.NOT_LOGGED_IN);
            assertThat(assertRefused(authenticator, new Password("nobody", "alice"), ErrorCode.NOT_FOUND))
                    .isEqualTo("404 Not Found user with this name");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUserWithoutADigestOrWithAnOddOneCanNotLogIn(TestDatabase database) throws Exception {
        try (Directory directory = directory(database)) {
            Authenticator authenticator = new PasswordAuthenticator(directory, checks, false);
            // So that the checks that stand in are as quick as this one.
            authenticator.authenticate(new Password("alice", "alice"), HOME);
            for (String name : List.of("none", "empty", "plain")) {
                for (String pass : List.of("", "plain", "alice", "null")) {
                    assertRefused(authenticator, new Password(name, pass), ErrorCode.NOT_LOGGED_IN);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void hostileNamesAndPasswordsAreRefusedLikeAnyOther(TestDatabase database) throws Exception {
        List<String> hostile = List.of(
                "",
                "\0",
                "alice\0",
                "alice\0alice",
                "' OR '1'='1",
                "alice' -- ",
                "\\",
                "%",
                "😀".repeat(2_500),
                "a".repeat(60_000),
                "\ud800");
        try (Directory directory = directory(database)) {
            Authenticator authenticator = new PasswordAuthenticator(directory, checks, false);
            for (String text : hostile) {
                assertRefused(authenticator, new Password(text, "alice"), ErrorCode.NOT_FOUND);
                assertRefused(authenticator, new Password("alice", text), ErrorCode.NOT_LOGGED_IN);
            }
            assertThat(authenticator.authenticate(new Password("alice", "alice"), HOME))
                    .isEqualTo(1);
        }
    }

    @Test
    void hiddenUnknownUsersAreAnsweredLikeAWrongPasswordAfterTheSameWork() throws Exception {
        try (Directory directory = directory(TestDatabase.H2_MEMORY)) {
            AtomicInteger worked = new AtomicInteger();
            DigestCheck counting = (password, digest) -> {
                worked.incrementAndGet();
                return false;
            };
            Authenticator authenticator = new PasswordAuthenticator(directory, counting, checks, true);
            String unknown = assertRefused(authenticator, new Password("nobody", "x"), ErrorCode.NOT_LOGGED_IN);
            assertThat(worked).hasValue(1);
            assertThat(assertRefused(authenticator, new Password("alice", "x"), ErrorCode.NOT_LOGGED_IN))
                    .isEqualTo(unknown);
            assertThat(worked).hasValue(2);
            assertThat(assertRefused(authenticator, new Password("none", "x"), ErrorCode.NOT_LOGGED_IN))
                    .isEqualTo(unknown);
            assertThat(worked).hasValue(3);
        }
    }

    @Test
    void theOperatorIsToldOnceOfEachUserWhoseDigestCanNotBeChecked() throws Exception {
        DirectoryOptions options = TestDatabase.H2_MEMORY.empty(folder);
        try (Directory directory = Directory.open(options);
                RecordedLog log = new RecordedLog(UnusableDigests.class)) {
            TestDatabase.execute(
                    options,
                    "INSERT INTO users (id, mobile, password_digest) VALUES (1, 'good', '" + GOOD + "'),"
                            + " (2, 'none', NULL), (3, 'empty', ''), (4, 'plain', 'hunter2'),"
                            + " (5, 'dear', '$2a$17$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK')");
            Authenticator authenticator =
                    new PasswordAuthenticator(directory, new BcryptCheck(false, 4), checks, false);
            for (int i = 0; i < 3; i++) {
                for (String name : List.of("good", "none", "empty", "plain", "dear")) {
                    assertRefused(authenticator, new Password(name, "wrong"), ErrorCode.NOT_LOGGED_IN);
                }
            }
            assertThat(log.lines())
                    .containsExactly(
                            "WARN user 4 can't log in: the password digest is no bcrypt ($2a$, $2b$, $2y$) of a cost from 4 to 16",
                            "WARN user 5 can't log in: the password digest is no bcrypt ($2a$, $2b$, $2y$) of a cost from 4 to 16");
        }
    }

    @Test
    void ofAWholeTableOfOddDigestsTheOperatorIsToldALotAndNotEverything() {
        UnusableDigests digests = new UnusableDigests();
        try (RecordedLog log = new RecordedLog(UnusableDigests.class)) {
            for (int user = 1; user <= 2 * UnusableDigests.MOST_TOLD; user++) {
                digests.tell(user);
            }
            assertThat(log.lines()).hasSize(UnusableDigests.MOST_TOLD);
        }
    }

    @Test
    void tokensAreRefusedAndSessionsAreNotItsBusiness() throws Exception {
        try (Directory directory = directory(TestDatabase.H2_MEMORY)) {
            Authenticator authenticator = new PasswordAuthenticator(directory, checks, false);
            assertThat(assertRefused(authenticator, new Token("x.y.z"), ErrorCode.NOT_LOGGED_IN))
                    .isEqualTo("tokens are not configured");
            assertRefused(authenticator, new Resume("session", 3), ErrorCode.NOT_RESUMABLE);
        }
    }

    @Test
    void aStormOfLoginsChecksNoMorePasswordsAtOnceThanThereAreThreads() throws Exception {
        Gate gate = new Gate();
        DigestCheck gated = (password, digest) -> {
            gate.pass();
            return true;
        };
        AtomicInteger in = new AtomicInteger();
        try (Directory directory = directory(TestDatabase.H2_MEMORY);
                PasswordChecks two = new PasswordChecks(2, 1_000, Duration.ofMinutes(1))) {
            Authenticator authenticator = new PasswordAuthenticator(directory, gated, two, false);
            gate.start(200, 2, () -> {
                try {
                    in.addAndGet((int) authenticator.authenticate(new Password("alice", "any"), HOME));
                } catch (LoginRefusedException | DirectoryUnavailableException e) {
                    throw new AssertionError(e);
                }
            });
            // Whoever asks for something else does not wait for the storm.
            assertThat(directory.membersOf(1)).isEmpty();
            gate.open();
            assertThat(gate.most()).isEqualTo(2);
            assertThat(in).hasValue(200);
        }
    }

    @Test
    void aDirectoryThatIsDownIsNoWrongPassword() throws Exception {
        Directory directory = directory(TestDatabase.H2_MEMORY);
        directory.close();
        Authenticator authenticator = new PasswordAuthenticator(directory, checks, true);
        assertThatThrownBy(() -> authenticator.authenticate(new Password("alice", "alice"), HOME))
                .isInstanceOf(DirectoryUnavailableException.class);
    }

    private Directory directory(TestDatabase database) throws Exception {
        DirectoryOptions options = database.empty(folder);
        Directory directory = Directory.open(options);
        TestDatabase.execute(
                options,
                "INSERT INTO users (id, mobile, password_digest) VALUES"
                        + " (1, 'alice', '$2b$04$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK'),"
                        + " (2, 'rails', '$2a$05$N9qo8uLOickgx2ZMRZoMyeySTQZHYTvN5Lzja/W0KswX.y7D.SAs6'),"
                        + " (3, 'php 😀', '$2y$04$DCq7YPn5Rq63x1Lad4cll.Z0JtoJ0qERlirsg9YLK4Q5nwMhkR.rC'),"
                        + " (4, 'none', NULL), (5, 'empty', ''), (6, 'plain', 'plain')");
        return directory;
    }

    /** The text of the refusal, which must quote nothing. */
    private static String assertRefused(Authenticator authenticator, Credentials credentials, ErrorCode code)
            throws DirectoryUnavailableException {
        try {
            authenticator.authenticate(credentials, HOME);
        } catch (LoginRefusedException e) {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).doesNotContain("alice", "nobody", "x.y.z");
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("logged in");
    }
}
