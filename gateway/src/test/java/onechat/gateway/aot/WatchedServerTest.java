package onechat.gateway.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onechat.gateway.command.CommandFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The watched server with programs in its place that are none. */
@DisabledOnOs(OS.WINDOWS)
class WatchedServerTest {
    private static final String READY =
            "echo onechat ready tcp=127.0.0.1:1 http=http://127.0.0.1:2 admin=http://127.0.0.1:3; ";

    @TempDir
    Path folder = Path.of("");

    private Workplace workplace;

    @BeforeEach
    void makeWorkplace() throws Exception {
        workplace = Workplace.beside(folder.resolve("onechat.jar"), "work-");
    }

    @AfterEach
    void clearWorkplace() throws Exception {
        workplace.close();
        assertThat(folder).isEmptyDirectory();
    }

    private WatchedServer start(String script) throws Exception {
        return WatchedServer.start(List.of("/bin/sh", "-c", script), "secret", workplace);
    }

    @Test
    void whatItSaysFirstTellsWhyItDidNotStart() {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> start("echo 'Picked up NOTHING' >&2; echo 'no such flag' >&2; echo more >&2; exit 1"))
                .withMessage("the server that was to be watched did not start: no such flag");
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> start("echo 'Error occurred during initialization of VM' >&2; echo why >&2; exit 1"))
                .withMessage("the server that was to be watched did not start: why");
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> start("exit 1"))
                .withMessage("the server that was to be watched did not start");
    }

    @Test
    void itIsReadyWhereItSaysSoAndEndsWhenItIsTold() throws Exception {
        WatchedServer server = start(READY + "trap 'exit 0' TERM; while :; do sleep 0.02; done");
        assertThat(server.places().tcp()).isEqualTo("127.0.0.1:1");
        assertThat(server.places().http()).hasToString("http://127.0.0.1:2");
        assertThat(server.places().admin()).hasToString("http://127.0.0.1:3");

        server.stop();

        assertThat(server.endedWell()).isTrue();
        assertThat(server.faultOfJvm()).isEmpty();
    }

    @Test
    void aFaultOfItsJvmIsToldFromItsOwnLog() throws Exception {
        String log = "echo '2026-11-27T02:14:17Z INFO a [error][aot] line' >&2; "
                + "echo '[2.472s][warning][aot] not this' >&2; echo '[2.473s][error  ][aot,heap] no space' >&2; exit 1";
        WatchedServer server = start(log.replace("exit 1", READY + "exit 1"));
        server.stop();

        assertThat(server.endedWell()).isFalse();
        assertThat(server.faultOfJvm()).isEqualTo(": no space");
    }

    @Test
    void nothingAroundItConfiguresIt() throws Exception {
        WatchedServer server = start("env | grep ^ONECHAT_ >&2; echo \"$0 $*\" >&2; " + READY);
        server.stop();
        assertThat(Files.readAllLines(workplace.folder().resolve("err")))
                .containsExactlyInAnyOrder(
                        "ONECHAT_JWT_SECRET=secret",
                        "ONECHAT_STOP_WITH_PARENT=true",
                        "serve --demo --tcp-port=0 --http-port=0 --admin-port=0 --command-rate=0");
    }
}
