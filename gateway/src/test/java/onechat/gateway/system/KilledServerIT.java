package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import onechat.gateway.peer.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call on the page while the packaged server is killed, as when its machine fails, and started again on the same port. */
class KilledServerIT {
    private static final int ROOM = 2;

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final int port;
    private Process server;

    KilledServerIT() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = start();
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-jar",
                        Objects.requireNonNull(System.getProperty("onechat.jar")),
                        "serve",
                        "--demo",
                        "--tcp-port=0",
                        "--admin-port=0",
                        "--http-port=" + port)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ONECHAT_STOP_WITH_PARENT", "true");
        Process started = builder.start();
        assertThat(started.inputReader(UTF_8).readLine()).startsWith("onechat ready");
        return started;
    }

    /** As kill -9 does. */
    private void kill() {
        server.destroyForcibly();
        server.onExit().join();
    }

    @AfterEach
    void stop() {
        kill();
    }

    private WebUser logIn(String name) {
        WebUser user = WebUser.logIn(chromium.open(name, "http://127.0.0.1:" + port + "/"), name);
        user.page().tolerateLostConnections();
        return user;
    }

    @Test
    void picturesMoveWhileItIsDeadAndEverythingWorksOnceItLives() throws IOException {
        WebUser alice = logIn("alice");
        WebUser bob = logIn("bob");
        alice.call(ROOM);
        bob.accept();
        alice.awaitMoving(2);
        bob.awaitMoving(1);

        kill();
        for (WebUser user : List.of(alice, bob)) {
            user.awaitConnection("Reconnecting… You can go on talking.");
        }
        alice.awaitMoving(2);
        bob.awaitMoving(1);
        alice.say("it is down");
        bob.awaitSaid("it is down");
        server = start();

        for (WebUser user : List.of(alice, bob)) {
            user.awaitConnection("");
            user.awaitStatus("In a call with ");
        }
        alice.awaitMoving(2);
        bob.awaitMoving(1);
        assertThat(alice.page().rtc().connectionStates()).containsExactly("connected");
        assertThat(bob.page().rtc().connectionStates()).containsExactly("connected");
        alice.say("it is back");
        bob.awaitSaid("it is back");
        alice.hangUp();
        bob.awaitView("rooms");
        bob.call(ROOM);
        alice.accept();
        alice.awaitMoving(2);
    }
}
