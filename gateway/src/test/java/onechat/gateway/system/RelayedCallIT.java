package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import onechat.gateway.StartException;
import onechat.gateway.peer.Chromium;
import onechat.gateway.real.CoturnServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Calls of {@code onechat.js} that have no other way than through a real coturn, with the credentials that the server makes (contract section 6). */
class RelayedCallIT {
    private static final String RELAY_ONLY = "{ video: 160, audio: true, rtc: { iceTransportPolicy: 'relay' } }";

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @TempDir
    Path folder = Path.of("unset");

    private volatile Instant time = Instant.now();
    private CoturnServer coturn;
    private DemoServer server;
    private CallLab lab;

    @BeforeEach
    void start() throws IOException, StartException {
        coturn = new CoturnServer(folder);
        server = new DemoServer(
                DemoServer.options().ice(none -> none.withTurnUrls(List.of(coturn.url()))
                        .withTurnSecret(CoturnServer.SECRET)
                        .withTurnTtl(Duration.ofMinutes(10))),
                () -> time);
        lab = new CallLab(chromium.open(
                "lab", "http://127.0.0.1:" + server.endpoints().http().getPort() + "/"));
    }

    @AfterEach
    void stop() {
        server.close();
        coturn.close();
    }

    private void enterBoth() {
        lab.logIn("alice", "bob");
        lab.js("alice.enter(2, " + RELAY_ONLY + ").create()");
        lab.js("bob.enter(2, " + RELAY_ONLY + ").join()");
    }

    @Test
    void mediaGoesThroughCoturnOnBothSides() {
        enterBoth();

        lab.awaitFrames("alice", 2);
        lab.awaitFrames("bob", 1);
        assertThat(lab.js("[(await alice.with(2).stats()).relayed, (await bob.with(1).stats()).relayed]"))
                .isEqualTo(List.of(true, true));
        assertThat(lab.js("await lab.selectedTypes()")).isEqualTo(List.of("relay relay", "relay relay"));
        assertThat(coturn.allocations()).isPositive();
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void credentialsThatHaveEndedGetNothing() {
        time = time.minusSeconds(601);
        enterBoth();

        lab.page().await("coturn refuses them", () -> coturn.refusals() > 0);
        lab.await("the browser has heard it", "lab.iceErrors.includes(401)");
        assertThat(coturn.allocations()).isZero();
        assertThat(lab.js("[alice.with(2).state, lab.candidates]")).isEqualTo(List.of("connecting", 0));
    }

    @Test
    void mediaComesBackAfterItsWayIsLost() throws IOException {
        enterBoth();
        lab.awaitFrames("alice", 2);

        coturn.restart();

        lab.await("the loss is noticed", "alice.with(2).state !== 'connected'");
        lab.await("a new way is found", "alice.with(2).state === 'connected' && bob.with(1).state === 'connected'");
        lab.awaitFrames("alice", 2);
        lab.awaitFrames("bob", 1);
        assertThat(lab.page().rtc().connectionStates()).containsExactly("connected", "connected");
        assertThat(lab.faults()).isEmpty();
    }

    @Test
    void credentialsAreRenewedBeforeTheyEnd() {
        lab.page().page().clock().install();
        lab.page().page().clock().setSystemTime(time.toEpochMilli());
        enterBoth();
        lab.await("both are in", "alice.call.phase === 'in' && bob.call.phase === 'in'");
        String first = (String) lab.js("lab.usernames().at(-1)");

        time = time.plusSeconds(480);
        lab.page().page().clock().fastForward(Duration.ofSeconds(481).toMillis());

        lab.await("the connections know of new ones", "lab.usernames().at(-1) !== '" + first + "'");
        assertThat((String) lab.js("lab.usernames().at(-1)"))
                .startsWith(Long.toString(time.plusSeconds(600).getEpochSecond()));
    }
}
