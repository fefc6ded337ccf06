package onechat.gateway.session;

import static onechat.gateway.session.LocalServer.HEARTBEAT;
import static onechat.gateway.session.LocalServer.LOGIN_TIMEOUT;
import static onechat.gateway.session.LocalServer.RESUME_WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import onechat.gateway.signaling.CallObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lines that tell an operator what happens. */
class EventLogTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final RecordedEvents log = new RecordedEvents(Level.INFO);
    private final LocalServer server = new LocalServer();

    @AfterEach
    void close() {
        log.close();
    }

    private LocalClient resume(String session, int received) {
        LocalClient client = server.connect();
        client.send("{'cmd':'login','session':'" + session + "','received':" + received + ",'ack':'r'}");
        return client;
    }

    @Test
    void aLoginAndALogoutAreALineEach() {
        LocalClient alice = server.loggedIn("alice", "phone");
        alice.send("{'cmd':'logout'}");
        alice.isCutOff();

        assertThat(log.lines()).containsExactly("login user=1 connection=1", "logged out user=1 connection=1");
    }

    @Test
    void whyAConnectionEndedIsSaidWhereNoSessionWaits() {
        LocalClient first = server.loggedIn("alice", "phone");
        LocalClient second = server.loggedIn("alice", "phone");
        first.isCutOff();
        second.isCutOff();
        LocalClient silent = server.loggedIn("bob", "phone");
        server.passAndSweep(HEARTBEAT.multipliedBy(3).plus(A_MOMENT));
        silent.isCutOff();

        assertThat(log.lines())
                .containsExactly(
                        "login user=1 connection=1",
                        "login user=1 connection=2",
                        "disconnected user=1 connection=1 why=replaced",
                        "disconnected user=1 connection=2 why=broken",
                        "login user=2 connection=3",
                        "disconnected user=2 connection=3 why=silent");
    }

    @Test
    void aSessionIsAwayResumedAwayAgainAndOver() {
        LocalClient alice = server.connect();
        String session = alice.loginToResume("alice", "phone");
        alice.send("{'cmd':'ping','ack':1}");
        alice.isCutOff();
        LocalClient back = resume(session, 0);
        back.breaksTheFraming();
        back.isCutOff();
        server.passAndSweep(RESUME_WINDOW);

        assertThat(log.lines())
                .containsExactly(
                        "login user=1 connection=1",
                        "away user=1 connection=1 why=broken",
                        "resumed user=1 connection=2 replayed=1",
                        "away user=1 connection=2 why=framing",
                        "session over user=1");
    }

    @Test
    void aConnectionWhoseSessionGoesOnElsewhereIsReplaced() {
        LocalClient alice = server.connect();
        String session = alice.loginToResume("alice", "phone");
        LocalClient back = resume(session, 0);
        alice.isCutOff();
        back.send("{'cmd':'logout'}");
        back.isCutOff();

        assertThat(log.lines())
                .containsExactly(
                        "login user=1 connection=1",
                        "resumed user=1 connection=2 replayed=0",
                        "disconnected user=1 connection=1 why=replaced",
                        "logged out user=1 connection=2");
    }

    @Test
    void aSessionThatIsReplacedWhileItsClientIsAwayIsOver() {
        LocalClient alice = server.connect();
        alice.loginToResume("alice", "phone");
        alice.isCutOff();
        server.loggedIn("alice", "phone");

        assertThat(log.lines())
                .containsExactly(
                        "login user=1 connection=1",
                        "away user=1 connection=1 why=broken",
                        "session over user=1",
                        "login user=1 connection=2");
    }

    @Test
    void aDrainIsNoLineForEachConnection() {
        LocalClient alice = server.loggedIn("alice", "phone");
        server.sessions.drain();
        alice.isCutOff();

        assertThat(log.lines()).containsExactly("login user=1 connection=1");
    }

    @Test
    void refusedConnectionsAreALineInTenSeconds() {
        for (int i = 0; i < LocalServer.MAX_CONNECTIONS_PER_ADDRESS; i++) {
            server.connect();
        }
        server.passAndSweep(A_MOMENT);
        assertThat(log.lines()).isEmpty();

        server.connect();
        server.passAndSweep(A_MOMENT);
        assertThat(log.lines()).containsExactly("WARN connections refused server_full=0 address_full=1");
        server.connect();
        server.connect();
        server.passAndSweep(Duration.ofMillis(9_900));
        assertThat(log.lines()).hasSize(1);
        server.passAndSweep(Duration.ofMillis(200));
        server.passAndSweep(Duration.ofSeconds(11));

        assertThat(log.lines()).hasSize(2).last().isEqualTo("WARN connections refused server_full=0 address_full=2");
    }

    @Test
    void aConnectionThatNeverLoggedInIsALineForDebuggingAlone() {
        LocalClient quiet = server.connect();
        quiet.send("{'cmd':'login','name':'alice','pass':'wrong','ack':1}");
        server.passAndSweep(LOGIN_TIMEOUT.plus(A_MOMENT));
        quiet.isCutOff();
        assertThat(log.lines()).isEmpty();

        log.from(Level.DEBUG);
        server.connect().isCutOff();
        assertThat(log.lines()).containsExactly("DEBUG closed connection=2 why=broken");
    }

    @Test
    void aCallIsALineWhenItBeginsAndOneWhenItIsOverWithItsSeconds() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
        CallLog calls = new CallLog(CallObserver.NONE, nanos::get);
        calls.begun(7);
        nanos.addAndGet(Duration.ofMillis(1_999).toNanos());
        calls.begun(8);
        calls.answered(7, 5);
        calls.over(7);
        calls.over(8);

        assertThat(log.lines())
                .containsExactly(
                        "call begun room=7",
                        "call begun room=8",
                        "call over room=7 seconds=1",
                        "call over room=8 seconds=0");
    }
}
