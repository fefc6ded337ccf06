package onechat.gateway.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class FileSharingTest {
    /** The same decision in a process of its own, as H2 reads once where its port is bound. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] urlAndPassword) {
            System.out.print(isSafe(urlAndPassword[0], urlAndPassword[1]));
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "rwx------, '', true",
        "rwx------, secret, true",
        "rwxr-xr-x, '', false",
        "rwxr-xr-x, secret, true",
        "rwx--x---, '', false",
        "rwx-----x, '', false"
    })
    void aFileIsSharedWhereOthersCanNotReadTheKeyOrItIsNotEnough(String mode, String password, boolean safe)
            throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(mode));
        assertThat(isSafe("jdbc:h2:file:" + data + "/onechat;MODE=MySQL", password))
                .isEqualTo(safe);
        assertThat(isSafe("jdbc:h2:" + data + "/onechat", password)).isEqualTo(safe);
    }

    @Test
    void aFolderThatDoesNotExistIsMadeForItsOwnerAlone() throws Exception {
        Path data = folder.resolve("new/data");
        assertThat(isSafe("jdbc:h2:" + data + "/onechat", "")).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";FILE_LOCK=NO",
                ";file_lock=SOCKET",
                ";MODE=MySQL;FILE_LOCK=FS",
                ";ACCESS_MODE_DATA=r",
                ";access_mode_data=rws"
            })
    void whatExcludesSharingIsLeftAsTheOperatorWroteIt(String settings) throws Exception {
        Path data = closed("data");
        assertThat(isSafe("jdbc:h2:" + data + "/onechat" + settings, "secret")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mem:x", "nio:/tmp/x", "zip:/tmp/x.zip!/x", "split:/tmp/x", "nioMemFS:x"})
    void whatIsNoPlainFileIsNotShared(String place) {
        assertThat(isSafe("jdbc:h2:" + place, "secret")).isFalse();
    }

    @Test
    void aTildeIsTheOwnersFolder() throws Exception {
        String home = System.getProperty("user.home");
        Path closed = closed("closed");
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            System.setProperty("user.home", closed.toString());
            assertThat(isSafe("jdbc:h2:~/onechat", "")).isTrue();
            System.setProperty("user.home", open.toString());
            assertThat(isSafe("jdbc:h2:~/onechat", "")).isFalse();
            assertThat(isSafe("jdbc:h2:~/data/onechat", "")).isTrue();
            assertThat(open.resolve("data")).isDirectory();
            assertThat(Path.of("~")).doesNotExist();
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "::1, true",
        "0.0.0.0, false",
        "192.0.2.1, false",
        "::, false",
        // A name may mean anything by the time that the port is bound.
        "localhost, false"
    })
    @Timeout(60)
    void whereH2sPortWouldBeOthersToReachNothingIsShared(String bindAddress, boolean safe) throws Exception {
        assertThat(probe("-Dh2.bindAddress=" + bindAddress)).isEqualTo(Boolean.toString(safe));
    }

    @Test
    @Timeout(60)
    void whereNobodyHasSaidOtherwiseH2sPortIsOnLoopback() throws Exception {
        assertThat(probe("-Dh2.any=thing")).isEqualTo("true");
    }

    private String probe(String property) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        property,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName(),
                        "jdbc:h2:" + closed("probed") + "/onechat",
                        "secret")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private Path closed(String name) throws IOException {
        return Files.createDirectory(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static boolean isSafe(String url, String password) {
        return FileSharing.isSafe(new DirectoryOptions(url, "onechat", () -> password));
    }
}
