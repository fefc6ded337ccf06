package onechat.gateway.session;

import static onechat.gateway.session.LocalServer.HEARTBEAT;
import static onechat.gateway.session.LocalServer.LOGIN_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What whoever counts is told. */
class ObserverTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final LocalServer server = new LocalServer();

    @Test
    void commandsAndErrorsAreCountedByKindAndWhatCannotBeReadIsNoCommand() {
        LocalClient alice = server.loggedIn("alice", "phone");
        alice.send("{'cmd':'ping'}", "{'cmd':'webrtc_join','to':9}", "nonsense", "{'cmd':'webrtc_leave','to':1}");

        assertThat(server.observer.of("command")).containsExactly("LOGIN", "PING", "JOIN", "LEAVE");
        assertThat(server.observer.of("error")).containsExactly("NOT_FOUND", "MALFORMED", "NOT_FOUND");
    }

    @Test
    void loginsAreCountedByOutcomeAndResumesApart() {
        LocalClient refused = server.connect();
        refused.send("{'cmd':'login','name':'nobody','pass':'x'}", "{'cmd':'login','name':'alice','pass':'x'}");
        server.directory.isDown = true;
        refused.send("{'cmd':'login','name':'alice','pass':'alice'}");
        server.directory.isDown = false;
        LocalClient alice = server.connect(); // whose ack no thread that still writes a refusal comes before
        String session = alice.loginToResume("alice", "phone");
        alice.isCutOff();
        server.connect().send("{'cmd':'login','session':'" + session + "','received':9}");
        server.connect().send("{'cmd':'login','session':'x','received':0}");
        server.connect().send("{'cmd':'login','session':'" + session + "','received':0}");

        assertThat(server.observer.of("login")).containsExactly("NOT_FOUND", "NOT_LOGGED_IN", "UNAVAILABLE", "ok");
        assertThat(server.observer.of("resume")).containsExactly("NEVER_SENT", "UNKNOWN", "RESUMED");
    }

    @Test
    void theReasonOfEachEndIsTold() {
        LocalClient quiet = server.connect();
        server.passAndSweep(LOGIN_TIMEOUT.plus(A_MOMENT));
        quiet.isCutOff();
        LocalClient out = server.loggedIn("alice", "phone");
        out.send("{'cmd':'logout'}");
        out.isCutOff();
        LocalClient first = server.loggedIn("alice", "phone");
        LocalClient second = server.loggedIn("alice", "phone");
        first.isCutOff();
        second.breaksTheFraming();
        second.isCutOff();
        LocalClient silent = server.loggedIn("bob", "phone");
        server.passAndSweep(HEARTBEAT.multipliedBy(3).plus(A_MOMENT));
        silent.isCutOff();
        server.loggedIn("bob", "phone").isCutOff();
        LocalClient impatient = server.connect();
        for (int i = 0; i < 5; i++) {
            impatient.send("{'cmd':'webrtc_join','to':1}");
        }
        impatient.isCutOff();

        assertThat(server.observer.of("disconnected"))
                .containsExactly("NO_LOGIN", "LOGOUT", "REPLACED", "FRAMING", "SILENT", "BROKEN", "NOT_LOGGED_IN");
    }

    @Test
    void aClientThatIsCutBecauseItDoesNotReadIsCountedAsThat() {
        LocalServer narrow = new LocalServer(200, 10);
        LocalClient client = narrow.connect();
        client.send("{'cmd':'ping','ack':1}");
        client.gets("aborted");
        client.isCutOff();

        assertThat(narrow.observer.of("disconnected")).containsExactly("NOT_READING");
    }

    @Test
    void aRelayIsTimedUntilTheNetworkTookIt() {
        LocalClient alice = server.loggedIn("alice", "phone");
        LocalClient bob = server.loggedIn("bob", "phone");
        alice.send("{'cmd':'webrtc_create','to':1}");
        bob.send("{'cmd':'webrtc_join','to':1}");
        bob.takeEvents();
        alice.send("{'cmd':'webrtc_send_offer','to':2,'sdp':''}");
        bob.getsMany(1);

        await().until(() -> server.observer.of("relayed").equals(List.of("0")));
    }

    @Test
    void everyGaugeIsZeroAgainWhenEverybodyIsGone() {
        LocalClient alice = server.connect();
        alice.loginToResume("alice", "phone");
        LocalClient bob = server.loggedIn("bob", "phone");
        bob.send("{'cmd':'webrtc_create','to':1}");
        alice.send("{'cmd':'webrtc_join','to':1}");
        alice.isCutOff();
        assertThat(server.sessions.openConnections()).isEqualTo(1);
        assertThat(server.sessions.loggedIn()).isEqualTo(2);
        assertThat(server.sessions.away()).isEqualTo(1);
        assertThat(server.sessions.keptFrames()).isEqualTo(1); // the ring
        assertThat(server.calls.participants()).isEqualTo(2);
        assertThat(server.calls.rings()).isEqualTo(1);
        assertThat(server.calls.ringTimers()).isEqualTo(1);

        bob.isCutOff();
        server.passAndSweep(LocalServer.RESUME_WINDOW);
        assertThat(server.sessions.openConnections()).isZero();
        assertThat(server.sessions.loggedIn()).isZero();
        assertThat(server.sessions.away()).isZero();
        assertThat(server.sessions.keptFrames()).isZero();
        assertThat(server.sessions.outboxBytes()).isZero();
        assertThat(server.calls.underWay() + server.calls.participants() + server.calls.rings())
                .isZero();
        assertThat(server.calls.ringTimers()).isZero();
        assertThat(server.devices.usersOnline()).isZero();
    }
}
