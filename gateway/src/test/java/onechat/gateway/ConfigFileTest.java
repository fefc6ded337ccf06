package onechat.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void commentsBlankLinesAndSpacesAroundTheEqualsSignAreAllowed() throws IOException {
        ServerOptions options = servedWith(
                        "# ports\n\n! not the usual ones\ntcp-port = 1\nhttp-port: 2\r\n   admin-port 3")
                .started();

        assertThat(options.tcpPort()).isEqualTo(1);
        assertThat(options.httpPort()).isEqualTo(2);
        assertThat(options.adminPort()).isEqualTo(3);
    }

    @Test
    void textOutsideAsciiIsReadAsUtf8() throws IOException {
        assertThat(servedWith("db-password=пароль").started().database().password())
                .isEqualTo("пароль");
    }

    @Test
    void anEmptyFileSaysNothing() throws IOException {
        assertThat(servedWith("").started()).isEqualTo(ServerOptions.defaults());
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() throws IOException {
        assertRefused("tcp-prot=7400", "unknown option tcp-prot; did you mean tcp-port?");
        assertRefused("maxPayload=7400", "unknown option maxPayload; did you mean max-payload?");
        assertRefused("--ring-timeout=7", "unknown option (not a name); did you mean ring-timeout?");
        assertRefused("config=other", "unknown option config; did you mean bind?");
    }

    @Test
    void aSecretThatSlippedToTheLeftIsNotShown() throws IOException {
        assertRefused("hunter2!:x", "unknown option (not a name); did you mean stun-url?");
    }

    @Test
    void aKeyThatIsGivenTwiceIsRefused() throws IOException {
        assertRefused("tcp-port=1\nhttp-port=2\ntcp-port=3", "tcp-port is given twice");
    }

    @Test
    void aBrokenEscapeIsRefused() throws IOException {
        assertRefused("db-password=\\uhunter2", "a \\u is not followed by four hexadecimal digits");
    }

    @Test
    void aWrongValueIsNamedWithItsFile() throws IOException {
        Program.Run run = servedWith("tcp-port=70000");

        assertThat(run.err().strip())
                .isEqualTo("onechat: tcp-port in " + file() + " must be from 0 to 65535, not 70000");
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() throws IOException {
        assertThat(servedWith("db-password=é".getBytes(ISO_8859_1)).err().strip())
                .isEqualTo("onechat: --config names a file that is not UTF-8: " + file());
    }

    @Test
    void aFileOfMoreThan64KibIsRefused() throws IOException {
        byte[] longest = "#".repeat(65_536).getBytes(UTF_8);
        byte[] longer = "#".repeat(65_537).getBytes(UTF_8);

        assertThat(servedWith(longest).status()).isZero();
        assertThat(servedWith(longer).err().strip())
                .isEqualTo("onechat: --config names a file of more than 65536 octets: " + file());
    }

    @Test
    void aPasswordFileOfTwoLinesIsRefusedWithoutShowingThem() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2\nhunter3\n");

        Program.Run run = Program.run(Map.of("ONECHAT_DB_PASSWORD_FILE", secret.toString()), "serve");

        assertThat(run.err().strip())
                .isEqualTo("onechat: ONECHAT_DB_PASSWORD_FILE names a file of more than one line: " + secret);
        assertThat(run.status()).isEqualTo(2);
    }

    private void assertRefused(String content, String problem) throws IOException {
        Program.Run run = servedWith(content);

        assertThat(run.err().strip())
                .isEqualTo("onechat: " + file() + ": " + problem)
                .doesNotContain("hunter2");
        assertThat(run.status()).isEqualTo(2);
    }

    private Path file() {
        return folder.resolve("onechat.properties");
    }

    private Program.Run servedWith(String content) throws IOException {
        return servedWith(content.getBytes(UTF_8));
    }

    private Program.Run servedWith(byte[] content) throws IOException {
        return Program.run(Map.of(), "serve", "--config=" + Files.write(file(), content));
    }
}
