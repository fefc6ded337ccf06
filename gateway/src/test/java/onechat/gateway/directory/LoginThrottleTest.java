package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command.Credentials;
import onechat.protocol.Command.Password;
import onechat.protocol.Command.Resume;
import onechat.protocol.Command.Token;
import onechat.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final String HOME = "192.0.2.1";

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final ScriptedAuthenticator directory = new ScriptedAuthenticator();
    private final LoginThrottle throttle = new LoginThrottle(directory, () -> false, now::get);

    @Test
    void theEleventhTryOfANameFromAnAddressIsRefusedUnseen() {
        failTimes(10, "alice", HOME);
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(directory.asked()).isEqualTo(10);
    }

    @Test
    void anotherNameAndAnotherAddressAreNotAffected() {
        failTimes(10, "alice", HOME);
        assertThat(login("bob", "right", HOME)).isNull();
        assertThat(login("alice", "right", "192.0.2.2")).isNull();
    }

    @Test
    void theHundredAndFirstTryFromAnAddressIsRefusedForEveryName() {
        for (int i = 0; i < 100; i++) {
            assertThat(login("name" + i, "wrong", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        }
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(login("alice", "right", "192.0.2.2")).isNull();
    }

    @Test
    void theThousandAndFirstTryOfANameIsRefusedFromEveryAddress() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(login("alice", "wrong", "10.0." + i / 100 + "." + i % 100))
                    .isEqualTo(ErrorCode.NOT_LOGGED_IN);
        }
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(login("bob", "right", HOME)).isNull();
    }

    @Test
    void anUnknownNameCountsAsAFailedLogin() {
        for (int i = 0; i < 10; i++) {
            assertThat(login("nobody", "unknown", HOME)).isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(login("nobody", "unknown", HOME)).isEqualTo(ErrorCode.TOO_MANY);
    }

    @Test
    void eachFailureIsForgottenFifteenMinutesLater() {
        for (int i = 0; i < 10; i++) {
            assertThat(login("alice", "wrong", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
            pass(Duration.ofMinutes(1));
        }
        pass(Duration.ofMinutes(5).minusNanos(1));
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
        pass(Duration.ofNanos(1));
        assertThat(login("alice", "wrong", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
        pass(Duration.ofMinutes(15));
        failTimes(10, "alice", HOME);
    }

    @Test
    void refusalsDoNotProlongTheWait() {
        failTimes(10, "alice", HOME);
        for (int minute = 0; minute < 14; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
        }
        pass(Duration.ofMinutes(1));
        assertThat(login("alice", "right", HOME)).isNull();
    }

    @Test
    void whoRemembersThePasswordStartsAfresh() {
        failTimes(9, "alice", HOME);
        assertThat(login("alice", "right", HOME)).isNull();
        failTimes(10, "alice", HOME);
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
    }

    @Test
    void onesOwnAccountBuysNoTriesOnOthers() {
        for (int i = 0; i < 100; i++) {
            assertThat(login("name" + i, "wrong", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
            if (i < 99) {
                assertThat(login("mallory", "right", HOME)).isNull();
            }
        }
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
    }

    @Test
    void aFailureOfTheServersOwnCountsAgainstNobody() {
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> throttle.authenticate(new Password("alice", "down"), HOME))
                    .isInstanceOf(DirectoryUnavailableException.class);
            assertThatThrownBy(() -> throttle.authenticate(new Password("alice", "bug"), HOME))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(login("alice", "right", HOME)).isNull();
    }

    @Test
    void tokensAndResumesPassWhateverFailedBefore() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(login("name" + i, "wrong", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        }
        for (Credentials credentials : new Credentials[] {new Token("jwt"), new Resume("session", 0)}) {
            for (int i = 0; i < 200; i++) {
                assertThatThrownBy(() -> throttle.authenticate(credentials, HOME))
                        .isInstanceOfSatisfying(LoginRefusedException.class, e -> assertThat(e.code())
                                .isEqualTo(ErrorCode.NOT_LOGGED_IN));
            }
        }
    }

    @Test
    void badTokensCountForTheirAddressAndForNobodyElse() {
        for (int i = 0; i < 99; i++) {
            assertThat(tokenLogin("bad", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        }
        assertThat(login("alice", "right", HOME)).isNull();
        assertThat(tokenLogin("bad", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(login("alice", "right", "192.0.2.2")).isNull();
    }

    @Test
    void aGoodTokenIsLetInWhereverItComesFrom() {
        for (int i = 0; i < 150; i++) {
            assertThat(tokenLogin("bad", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        }
        for (int i = 0; i < 150; i++) {
            assertThat(tokenLogin(ScriptedAuthenticator.GOOD_TOKEN, HOME)).isNull();
        }
    }

    @Test
    void badTokensBeyondTheBoundDoNotProlongTheWait() {
        for (int i = 0; i < 100; i++) {
            assertThat(tokenLogin("bad", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        }
        pass(Duration.ofMinutes(14));
        for (int i = 0; i < 100; i++) {
            assertThat(tokenLogin("bad", HOME)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        }
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
        pass(Duration.ofMinutes(1));
        assertThat(login("alice", "right", HOME)).isNull();
    }

    @Test
    void aNameCountsAsOneHoweverItIsWritten() {
        failTimes(5, "Alice", HOME);
        failTimes(5, "ALICE ", HOME);
        assertThat(login("alice", "right", HOME)).isEqualTo(ErrorCode.TOO_MANY);
    }

    @Test
    void anIpv6SiteCountsAsOneAddress() {
        for (int i = 0; i < 10; i++) {
            assertThat(login("alice", "wrong", "2001:db8:1:2::" + i)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        }
        assertThat(login("alice", "right", "2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(login("alice", "right", "2001:db8:1:3::1")).isNull();
    }

    @Test
    void anIpv4AddressIsTheSameWrittenAsIpv6() {
        failTimes(10, "alice", HOME);
        assertThat(login("alice", "right", "::ffff:192.0.2.1")).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(login("alice", "right", "::ffff:192.0.2.2")).isNull();
    }

    @Test
    void oddNamesAndAddressesAreCountedLikeAnyOther() {
        for (String name : new String[] {"", "\0", "😀".repeat(5_000), "' OR 1=1 --", "\ud800"}) {
            failTimes(10, name, "fe80::1%eth0");
            assertThat(login(name, "right", "fe80::1%eth0")).isEqualTo(ErrorCode.TOO_MANY);
        }
        assertThat(login("alice", "right", "not an address")).isNull();
    }

    private void failTimes(int times, String name, String address) {
        for (int i = 0; i < times; i++) {
            assertThat(login(name, "wrong", address)).isEqualTo(ErrorCode.NOT_LOGGED_IN);
        }
    }

    /** Why a login was refused, or null where it was not. */
    private @Nullable ErrorCode login(String name, String pass, String address) {
        try {
            assertThat(throttle.authenticate(new Password(name, pass), address)).isEqualTo(ScriptedAuthenticator.USER);
            return null;
        } catch (LoginRefusedException e) {
            return e.code();
        } catch (DirectoryUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    /** Why a token was refused, or null where it was not. */
    private @Nullable ErrorCode tokenLogin(String jwt, String address) {
        try {
            assertThat(throttle.authenticate(new Token(jwt), address)).isEqualTo(ScriptedAuthenticator.USER);
            return null;
        } catch (LoginRefusedException e) {
            return e.code();
        } catch (DirectoryUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
