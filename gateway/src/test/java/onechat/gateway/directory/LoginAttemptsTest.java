package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import onechat.gateway.directory.LoginAttempts.Outcome;
import onechat.gateway.session.Authenticator;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody may be left waiting where there is room, or where to wait is in vain: hence the time limit. */
@Timeout(30)
class LoginAttemptsTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final LoginAttempts attempts = new LoginAttempts(gone::get, now::get);
    private final Gate gate = new Gate();
    private final ScriptedAuthenticator directory = new ScriptedAuthenticator();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

    @Test
    void manyWrongPasswordsAtOnceGetNoMoreTriesThanInTurn() throws Exception {
        LoginThrottle throttle = new LoginThrottle(gated(), gone::get, System::nanoTime);
        gate.start(60, 10, () -> login(throttle, "alice", "wrong"));
        gate.open();
        assertThat(gate.most()).isEqualTo(10);
        assertThat(directory.asked()).isEqualTo(10);
        assertThat(answers.get("NOT_LOGGED_IN")).hasValue(10);
        assertThat(answers.get("TOO_MANY")).hasValue(50);
    }

    @Test
    void manyRightPasswordsAtOnceFromOneAddressAllGetIn() throws Exception {
        LoginThrottle throttle = new LoginThrottle(gated(), gone::get, System::nanoTime);
        AtomicInteger names = new AtomicInteger();
        gate.start(350, 100, () -> login(throttle, "name" + names.getAndIncrement(), "right"));
        gate.open();
        assertThat(gate.most()).isEqualTo(100);
        assertThat(answers.get("in")).hasValue(350);
    }

    @Test
    void thoseWhoWaitTakeTheRoomThatOthersLeaveOnEveryTally() throws Exception {
        LoginThrottle throttle = new LoginThrottle(gated(), gone::get, System::nanoTime);
        AtomicInteger turn = new AtomicInteger();
        // Some wait for their name, others for the address.
        gate.start(300, 100, () -> {
            int i = turn.getAndIncrement();
            login(throttle, i % 3 == 0 ? "alice" : "name" + i, "right");
        });
        gate.open();
        assertThat(answers.get("in")).hasValue(300);
    }

    @Test
    void thoseWhoWaitGiveUpOneByOneOnceTheDirectoryIsGone() throws Exception {
        LoginThrottle throttle = new LoginThrottle(gated(), gone::get, System::nanoTime);
        AtomicInteger turn = new AtomicInteger();
        gate.start(300, 100, () -> {
            int i = turn.getAndIncrement();
            login(throttle, i % 3 == 0 ? "alice" : "name" + i, "down");
        });
        gone.set(true);
        // Whoever comes now does not even begin to wait.
        login(throttle, "late", "right");
        assertThat(answers.get("unavailable")).hasValue(1);
        gate.open();
        assertThat(directory.asked()).isEqualTo(100);
        assertThat(answers.get("unavailable")).hasValue(301);
        login(throttle, "alice", "right");
        assertThat(answers.get("in")).hasValue(1);
    }

    @Test
    void whatDidNotFailLeavesNothingBehind() throws Exception {
        for (Outcome outcome : new Outcome[] {Outcome.SUCCEEDED, Outcome.UNDECIDED}) {
            attempt(1, 2, 3, outcome);
            assertThat(attempts.size()).isZero();
        }
        attempt(1, 2, 3, Outcome.FAILED);
        assertThat(attempts.size()).isEqualTo(3);
    }

    @Test
    void failuresBesideAttemptsLeaveThoseUnderWayTheirRoom() throws Exception {
        List<LoginAttempts.Attempt> underWay = new ArrayList<>();
        for (int i = 0; i < 98; i++) {
            underWay.add(attempts.begin(key(i), key(-1), key(i)));
        }
        for (int i = 0; i < 10; i++) {
            attempts.failed(key(-1));
        }
        underWay.forEach(each -> attempts.end(each, Outcome.FAILED));

        assertThatThrownBy(() -> attempts.begin(key(-2), key(-1), key(-2))).isInstanceOf(LoginRefusedException.class);
        now.addAndGet(Duration.ofMinutes(15).toNanos());
        attempts.failed(key(-3));
        assertThat(attempts.size()).isLessThan(2 * 98 + 3);
    }

    private static ThrottleKey key(long low) {
        return new ThrottleKey(0, low);
    }

    @Test
    void inventedNamesFillNoMoreThanTheirTables() throws Exception {
        for (int i = 0; i < 60_000; i++) {
            now.incrementAndGet();
            attempt(i, i / 100, i, Outcome.FAILED);
        }
        assertThat(attempts.size()).isEqualTo(2 * FailureTable.MOST_TALLIES + 600);
        now.addAndGet(Duration.ofMinutes(15).toNanos());
        attempt(1, 2, 3, Outcome.FAILED);
        assertThat(attempts.size()).isEqualTo(3);
    }

    @Test
    void aTallyThatFailsAgainOutlivesThoseThatDoNot() throws Exception {
        attempt(-1, -1, -1, Outcome.FAILED);
        for (int i = 0; i < FailureTable.MOST_TALLIES - 1; i++) {
            attempt(i, i, i, Outcome.FAILED);
        }
        for (int i = 0; i < 9; i++) {
            attempt(-1, -1, -1, Outcome.FAILED);
        }
        for (int i = 0; i < FailureTable.MOST_TALLIES - 1; i++) {
            attempt(1_000_000 + i, 1_000_000 + i, 1_000_000 + i, Outcome.FAILED);
        }
        assertThat(begins(-1, -1, -1)).isFalse();
        attempt(-2, -2, -2, Outcome.FAILED);
        assertThat(begins(-1, -1, -1)).isTrue();
    }

    private Authenticator gated() {
        return (credentials, address) -> {
            gate.pass();
            return directory.authenticate(credentials, address);
        };
    }

    private void login(Authenticator throttle, String name, String pass) {
        String answer;
        try {
            throttle.authenticate(new Password(name, pass), "192.0.2.1");
            answer = "in";
        } catch (LoginRefusedException e) {
            answer = e.code().name();
        } catch (DirectoryUnavailableException e) {
            answer = "unavailable";
        }
        answers.computeIfAbsent(answer, a -> new AtomicInteger()).incrementAndGet();
    }

    private void attempt(long nameFromAddress, long address, long name, Outcome outcome) throws Exception {
        attempts.end(
                attempts.begin(
                        new ThrottleKey(0, nameFromAddress), new ThrottleKey(0, address), new ThrottleKey(0, name)),
                outcome);
    }

    private boolean begins(long nameFromAddress, long address, long name) throws Exception {
        try {
            attempt(nameFromAddress, address, name, Outcome.UNDECIDED);
            return true;
        } catch (LoginRefusedException e) {
            return false;
        }
    }
}
